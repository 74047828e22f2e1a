-- One row: how many answers are gathered.
select count(*) as n
from answered
