-- One row per outcome, cell of one cuboid, practitioner, institution and level of the answer.
-- dim_1: text, a column name of a released Dimension, or the constant column `everyone`
-- dim_2: text, the same; dim_3: text, the same; dim_4: text, the same
create or replace temp table part as
with

levels as (

    select
        outcome,
        columns([$dim_1]) as level_1,
        columns([$dim_2]) as level_2,
        columns([$dim_3]) as level_3,
        columns([$dim_4]) as level_4,
        worker,
        place,
        y,
        record_key
    from answered

),

answers as (

    select
        levels.outcome,
        (cast(enum_code(levels.level_1) as ubigint) << 48)
        | (cast(enum_code(levels.level_2) as ubigint) << 32)
        | (cast(enum_code(levels.level_3) as ubigint) << 16)
        | cast(enum_code(levels.level_4) as ubigint) as cell,
        levels.worker,
        levels.place,
        levels.y,
        levels.record_key
    from levels

)

select
    answers.outcome,
    answers.cell,
    answers.worker,
    answers.place,
    answers.y,
    count(*) as n,
    sum(answers.record_key) as record_key
from answers
group by answers.outcome, answers.cell, answers.worker, answers.place, answers.y
