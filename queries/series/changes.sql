-- One row per cell of one cuboid and outcome: how many people came, left or changed.
-- release_no: integer; outcome: integer; cuboid: integer
-- place_1: integer, where a level stands in the list of levels
-- place_2: integer, the same; place_3: integer, the same; place_4: integer, the same
insert into change
with

levels as (

    select
        changed.is_new,
        changed.answer_number,
        changed.record_key,
        changed.y,
        (cast(enum_code(cast(changed.levels[$place_1] as level_of)) as ubigint) << 48)
        | (cast(enum_code(cast(changed.levels[$place_2] as level_of)) as ubigint) << 32)
        | (cast(enum_code(cast(changed.levels[$place_3] as level_of)) as ubigint) << 16)
        | cast(enum_code(cast(changed.levels[$place_4] as level_of)) as ubigint) as cell
    from changed

),

-- an answer that changed elsewhere stands here twice, once old and once new, and is left out
differing as (

    select
        levels.cell,
        levels.record_key
    from levels
    group by levels.cell, levels.record_key, levels.answer_number, levels.y
    having count(distinct levels.is_new) = 1

)

select
    $outcome as outcome,
    $cuboid as cuboid,
    differing.cell,
    $release_no as release_no,
    count(distinct differing.record_key) as people
from differing
group by differing.cell
