-- One row per published cell and level of its answer, in the order of the release.
select
    cuboid.name as cuboid,
    cuboid.dim_1,
    cuboid.dim_2,
    cuboid.dim_3,
    cuboid.dim_4,
    code_1.level as level_1,
    code_2.level as level_2,
    code_3.level as level_3,
    code_4.level as level_4,
    outcome_level.outcome_name as outcome,
    noisy.level,
    cast(noisy.n_p as integer) as n_p
from noisy
inner join cell on noisy.cell_id = cell.cell_id
inner join cuboid on cell.cuboid = cuboid.cuboid
inner join outcome_level
    on noisy.outcome = outcome_level.outcome and noisy.y = outcome_level.y
inner join level_code as code_1 on (cell.cell >> 48) & 65535 = code_1.code
inner join level_code as code_2 on (cell.cell >> 32) & 65535 = code_2.code
inner join level_code as code_3 on (cell.cell >> 16) & 65535 = code_3.code
inner join level_code as code_4 on cell.cell & 65535 = code_4.code
where cell.is_shown
order by
    cuboid.name,
    code_1.level,
    code_2.level,
    code_3.level,
    code_4.level,
    outcome_level.outcome_name,
    noisy.level
