-- One row per Dimension and pair of its levels: how many withheld cells would be shown as one.
-- A level that holds most of the answers is in no pair: it would hide whoever it is merged with.
with

alone as (

    select
        cuboid.dim_1 as dimension,
        (cell.cell >> 48) & 65535 as code,
        cell.n > 0.5 * sum(cell.n) over (partition by cell.outcome, cell.cuboid) as is_most
    from cell
    inner join cuboid on cell.cuboid = cuboid.cuboid
    where cuboid.dim_1 is not null and cuboid.dim_2 is null

),

majority as (

    select distinct
        alone.dimension,
        alone.code
    from alone
    where alone.is_most

),

placed as (

    select
        cell.*,
        cuboid.name,
        unnest([1, 2]) as place,
        unnest([cuboid.dim_1, cuboid.dim_2]) as dimension,
        unnest([(cell.cell >> 48) & 65535, (cell.cell >> 32) & 65535]) as code,
        unnest([(cell.cell >> 32) & 65535, (cell.cell >> 48) & 65535]) as beside
    from cell
    inner join cuboid on cell.cuboid = cuboid.cuboid
    where cuboid.dim_3 is null and cuboid.dim_1 is not null

),

pairs as (

    select
        one.dimension,
        one.code as first_code,
        other.code as second_code,
        cast(not one.is_enough as integer) + cast(not other.is_enough as integer) as n_withheld
    from placed as one
    inner join placed as other
        on
            one.outcome = other.outcome
            and one.cuboid = other.cuboid
            and one.place = other.place
            and one.beside = other.beside
            and one.code < other.code
    where
        one.dimension is not null
        and not (one.is_enough and other.is_enough)
        and one.n + other.n >= one.minimum_answers
        and one.people + other.people >= one.minimum_people
        and greatest(one.places, other.places) >= one.minimum_places
        and (
            one.with_worker + other.with_worker = 0
            or (
                greatest(one.workers, other.workers) >= one.minimum_workers
                and case
                    when one.largest_worker = other.largest_worker
                        then one.largest + other.largest
                    else greatest(
                        one.largest + other.second_largest, other.largest + one.second_largest
                    )
                end <= one.largest_share * (one.with_worker + other.with_worker)
            )
        )

)

select
    pairs.dimension,
    first_level.level as first_level,
    second_level.level as second_level,
    cast(sum(pairs.n_withheld) as bigint) as n_freed
from pairs
inner join level_code as first_level on pairs.first_code = first_level.code
inner join level_code as second_level on pairs.second_code = second_level.code
where
    not exists (
        select 1
        from majority
        where
            majority.dimension = pairs.dimension
            and majority.code in (pairs.first_code, pairs.second_code)
    )
group by pairs.dimension, first_level.level, second_level.level
order by pairs.dimension asc, n_freed desc, first_level.level asc, second_level.level asc
