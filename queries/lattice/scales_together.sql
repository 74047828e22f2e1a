-- One row per pair of answers of one practitioner and wave on two scales: how often they come.
-- first: text, a column name; second: text, the same
-- first_instrument: text; first_scale: text
-- second_instrument: text; second_scale: text
with

ones as (

    select
        practitioner_id,
        wave,
        try_cast(columns([$first]) as double) as first_answer
    from burnout_answer
    where instrument = $first_instrument and scale = $first_scale

),

others as (

    select
        practitioner_id,
        wave,
        try_cast(columns([$second]) as double) as second_answer
    from burnout_answer
    where instrument = $second_instrument and scale = $second_scale

)

select
    cast(ones.first_answer as varchar) as first_answer,
    cast(others.second_answer as varchar) as second_answer,
    count(*) as n
from ones
inner join others
    on ones.practitioner_id = others.practitioner_id and ones.wave = others.wave
where ones.first_answer is not null and others.second_answer is not null
group by ones.first_answer, others.second_answer
order by ones.first_answer, others.second_answer
