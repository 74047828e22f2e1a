-- One row per outcome that is counted with others.
create or replace temp table gathered as
select distinct answered.outcome
from answered
