-- One row per pair of answers of one person, one after the other: how often they come.
-- column: text, a column name
with

answers as (

    select
        person_key,
        answer_key,
        columns([$column]) as given_answer
    from source_row

),

pairs as (

    select
        answers.given_answer as first_answer,
        lead(answers.given_answer) over (
            partition by answers.person_key
            order by answers.answer_key
        ) as second_answer
    from answers
    where answers.given_answer is not null

)

select
    cast(pairs.first_answer as varchar) as first_answer,
    cast(pairs.second_answer as varchar) as second_answer,
    count(*) as n
from pairs
where pairs.second_answer is not null
group by pairs.first_answer, pairs.second_answer
order by pairs.first_answer, pairs.second_answer
