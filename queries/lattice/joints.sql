-- One row per outcome and cell of a crossing that no release has: how many answers it holds.
-- cuboid: integer
-- dim_1: text, a column name of a released Dimension, or the constant column `everyone`
-- dim_2: text, the same; dim_3: text, the same; dim_4: text, the same
insert into joint
with

levels as (

    select
        outcome,
        columns([$dim_1]) as level_1,
        columns([$dim_2]) as level_2,
        columns([$dim_3]) as level_3,
        columns([$dim_4]) as level_4
    from answered

)

select
    levels.outcome,
    $cuboid as cuboid,
    (cast(enum_code(levels.level_1) as ubigint) << 48)
    | (cast(enum_code(levels.level_2) as ubigint) << 32)
    | (cast(enum_code(levels.level_3) as ubigint) << 16)
    | cast(enum_code(levels.level_4) as ubigint) as cell,
    count(*) as n
from levels
group by levels.outcome, cell -- noqa: RF02
