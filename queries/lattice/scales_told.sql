-- One row per answer on one scale and whether another scale was answered too: how often they come.
-- first: text, a column name, on the other scale; second: text, a column name, of the answer
-- first_instrument: text; first_scale: text
-- second_instrument: text; second_scale: text
with

others as (

    select distinct
        burnout_answer.practitioner_id,
        burnout_answer.wave
    from burnout_answer
    where
        burnout_answer.instrument = $first_instrument
        and burnout_answer.scale = $first_scale
        and columns([$first]) is not null

),

answers as (

    select
        practitioner_id,
        wave,
        try_cast(columns([$second]) as double) as second_answer
    from burnout_answer
    where instrument = $second_instrument and scale = $second_scale

)

select
    cast(others.wave is not null as varchar) as first_answer,
    cast(answers.second_answer as varchar) as second_answer,
    count(*) as n
from answers
left join others
    on answers.practitioner_id = others.practitioner_id and answers.wave = others.wave
where answers.second_answer is not null
group by others.wave is not null, answers.second_answer
order by first_answer, second_answer
