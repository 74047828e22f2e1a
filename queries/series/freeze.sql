-- One row per cell: as it was where few people changed, and where its quarter was published whole.
-- A cell of such a quarter that was not there stays withheld.
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
        cell.* exclude (is_frozen, refreshed), -- noqa: RF02
        coalesce(known.refreshed, $release_no) as refreshed,
        coalesce(known.is_shown, false) as was_shown,
        coalesce(known.n, cell.n) as old_n,
        coalesce(known.people, cell.people) as old_people,
        coalesce(known.workers, cell.workers) as old_workers,
        coalesce(known.with_worker, cell.with_worker) as old_with_worker,
        known.published,
        coalesce(
            not of_old_quarter.is_gone,
            known.cell is not null and coalesce(change.people, 0) < $recomputed_from
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
    compared.cell_id,
    compared.outcome,
    compared.cuboid,
    compared.cell,
    compared.record_key,
    compared.minimum_answers,
    compared.minimum_people,
    compared.minimum_workers,
    compared.is_enough,
    compared.is_frozen,
    compared.published,
    case when compared.is_frozen then compared.was_shown else compared.is_shown end as is_shown,
    case when compared.is_frozen then compared.old_n else compared.n end as n,
    case when compared.is_frozen then compared.old_people else compared.people end as people,
    case when compared.is_frozen then compared.old_workers else compared.workers end as workers,
    case
        when compared.is_frozen then compared.old_with_worker
        else compared.with_worker
    end as with_worker,
    case when compared.is_frozen then compared.refreshed else $release_no end as refreshed
from compared
where compared.is_frozen or compared.n > 0
