-- One row per cell: as it was where few people changed, or its quarter was published whole.
-- A cell of such a quarter that was not there stays withheld. Too few are also people of few
-- practitioners, mostly of one, or of few institutions: one release less the other is they.
-- recomputed_from: integer, the people from which a cell is made anew
-- release_no: integer
-- quarters: list of text, published whole by an earlier release and still released
-- gone: list of text, published by an earlier release and no longer released
create or replace temp table cell as
with

of_old_quarter as (

    select
        cell.cell_id,
        list_contains($gone, level_code.level) as is_gone
    from cell
    inner join cuboid on cell.cuboid = cuboid.cuboid
    inner join level_code
        on
            level_code.code = case 'quarter'
                when cuboid.dim_1 then (cell.cell >> 48) & 65535
                when cuboid.dim_2 then (cell.cell >> 32) & 65535
                when cuboid.dim_3 then (cell.cell >> 16) & 65535
                when cuboid.dim_4 then cell.cell & 65535
            end
    where
        list_contains($quarters, level_code.level)
        or list_contains($gone, level_code.level)

),

compared as (

    select
        cell.cell_id,
        coalesce(
            not of_old_quarter.is_gone,
            known.cell is not null
            and not coalesce(
                change.people >= $recomputed_from
                and change.n >= cell.minimum_answers
                and change.places >= cell.minimum_places
                and (
                    change.with_worker = 0
                    or (
                        change.workers >= cell.minimum_workers
                        and change.largest <= cell.largest_share * change.with_worker
                    )
                ),
                false
            )
        ) as is_frozen
    from cell
    left join of_old_quarter on cell.cell_id = of_old_quarter.cell_id
    left join known
        on
            cell.outcome = known.outcome
            and cell.cuboid = known.cuboid
            and cell.cell = known.cell
    left join change
        on
            cell.outcome = change.outcome
            and cell.cuboid = change.cuboid
            and cell.cell = change.cell
            and known.refreshed = change.release_no

)

select
    cell.cell_id,
    cell.outcome,
    cell.cuboid,
    cell.cell,
    cell.record_key,
    cell.minimum_answers,
    cell.minimum_people,
    cell.minimum_workers,
    cell.largest_share,
    cell.minimum_places,
    cell.is_enough,
    compared.is_frozen,
    known.published,
    case
        when compared.is_frozen then coalesce(known.is_shown, false)
        else cell.is_shown
    end as is_shown,
    coalesce(known.n, cell.n) as n,
    coalesce(known.people, cell.people) as people,
    coalesce(known.workers, cell.workers) as workers,
    coalesce(known.with_worker, cell.with_worker) as with_worker,
    coalesce(known.largest, cell.largest) as largest,
    coalesce(known.second_largest, cell.second_largest) as second_largest,
    coalesce(known.largest_worker, cell.largest_worker) as largest_worker,
    coalesce(known.places, cell.places) as places,
    coalesce(known.refreshed, $release_no) as refreshed
from cell
inner join compared on cell.cell_id = compared.cell_id
left join known
    on
        compared.is_frozen
        and cell.outcome = known.outcome
        and cell.cuboid = known.cuboid
        and cell.cell = known.cell
where compared.is_frozen or cell.n > 0
