-- One row per answer and whether another question was answered too: how often they come.
-- first: text, a column name, of the other question; second: text, a column name, of the answer
with

pairs as (

    select
        columns([$first]) as other_answer,
        columns([$second]) as second_answer
    from source_row

)

select
    cast(pairs.other_answer is not null as varchar) as first_answer,
    cast(pairs.second_answer as varchar) as second_answer,
    count(*) as n
from pairs
where pairs.second_answer is not null
group by pairs.other_answer is not null, pairs.second_answer
order by first_answer, second_answer
