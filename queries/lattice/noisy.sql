-- One row per published cell and level of its answer: the count with its keyed noise.
create or replace temp table noisy as
with

levels as (

    select
        cell.cell_id,
        cell.outcome,
        cell.record_key,
        outcome_level.y,
        outcome_level.level,
        outcome_level.outcome_name,
        coalesce(counted_level.n, 0) as n,
        concat_ws(
            '|',
            cuboid.dim_1 || '=' || code_1.level,
            cuboid.dim_2 || '=' || code_2.level,
            cuboid.dim_3 || '=' || code_3.level,
            cuboid.dim_4 || '=' || code_4.level
        ) as cell_label
    from cell
    inner join cuboid on cell.cuboid = cuboid.cuboid
    inner join outcome_level on cell.outcome = outcome_level.outcome
    inner join level_code as code_1 on (cell.cell >> 48) & 65535 = code_1.code
    inner join level_code as code_2 on (cell.cell >> 32) & 65535 = code_2.code
    inner join level_code as code_3 on (cell.cell >> 16) & 65535 = code_3.code
    inner join level_code as code_4 on cell.cell & 65535 = code_4.code
    left join counted_level
        on
            cell.outcome = counted_level.outcome
            and cell.cuboid = counted_level.cuboid
            and cell.cell = counted_level.cell
            and outcome_level.y = counted_level.y
    where cell.is_shown and not cell.is_frozen

),

drawn as (

    select
        levels.cell_id,
        levels.outcome,
        levels.y,
        levels.level,
        levels.n,
        keyed_number(
            keyed(
                secret.inner_block,
                secret.outer_block,
                concat_ws(
                    '|',
                    'cell',
                    levels.cell_label,
                    levels.outcome_name,
                    levels.level,
                    levels.record_key
                )
            ),
            0
        ) / 18446744073709551616.0 as draw
    from levels
    cross join secret

)

select
    drawn.cell_id,
    drawn.outcome,
    drawn.y,
    drawn.level,
    greatest(0, drawn.n + noise.step) as n_p
from drawn
inner join noise on drawn.draw >= noise.low and drawn.draw < noise.high
