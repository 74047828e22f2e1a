-- One row per cell: as it was where fewer people changed than may stand behind a cell.
-- recomputed_from: integer, the people from which a cell is made anew
-- release_no: integer
create or replace temp table cell as
with

compared as (

    select
        cell.* exclude (is_frozen, refreshed), -- noqa: RF02
        known.refreshed,
        known.is_shown as was_shown,
        known.n as old_n,
        known.people as old_people,
        known.workers as old_workers,
        known.with_worker as old_with_worker,
        known.published,
        known.cell is not null
        and coalesce(change.people, 0) < $recomputed_from as is_frozen
    from cell
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
