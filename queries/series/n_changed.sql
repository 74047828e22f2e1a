-- One row: how many answers came, left or changed.
select count(*) as n
from changed
