-- One row per pair of answers that stand in one encounter: how often they do.
-- first: text, a column name; second: text, the same
with

pairs as (

    select
        columns([$first]) as first_answer,
        columns([$second]) as second_answer
    from source_row

)

select
    cast(pairs.first_answer as varchar) as first_answer,
    cast(pairs.second_answer as varchar) as second_answer,
    count(*) as n
from pairs
where pairs.first_answer is not null and pairs.second_answer is not null
group by pairs.first_answer, pairs.second_answer
order by pairs.first_answer, pairs.second_answer
