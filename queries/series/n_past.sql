-- One row: how many answers of the past came, left or changed, and how many of them are gone.
select
    count(distinct past.answer_number) as n,
    count(*) filter (where not past.is_new) as n_gone
from past
