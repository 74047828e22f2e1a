-- One round: of each published cell whose hidden parts are too few together, hide one part more.
update cell
set is_shown = false
where cell.cell_id in (

    with

    parts as (

        select
            edge.parent_id,
            edge.cuboid,
            cell.minimum_answers,
            cell.minimum_people,
            cell.minimum_workers,
            count(*) filter (where cell.is_shown) as shown,
            count(*) filter (where not cell.is_shown) as hidden,
            sum(cell.n) filter (where not cell.is_shown) as n,
            sum(cell.with_worker) filter (where not cell.is_shown) as with_worker,
            max(cell.people) filter (where not cell.is_shown) as people,
            max(cell.workers) filter (where not cell.is_shown) as workers,
            sum(cell.people) filter (where cell.is_shown) as shown_people,
            sum(cell.workers) filter (where cell.is_shown) as shown_workers,
            arg_min(cell.cell_id, struct_pack(n := cell.n, cell_id := cell.cell_id))
                filter (where cell.is_shown) as smallest
        from edge
        inner join cell on edge.cell_id = cell.cell_id
        group by
            edge.parent_id,
            edge.cuboid,
            cell.minimum_answers,
            cell.minimum_people,
            cell.minimum_workers

    )

    select parts.smallest
    from parts
    inner join cell as parent on parts.parent_id = parent.cell_id
    where
        parent.is_shown
        and parts.shown > 0
        and parts.hidden > 0
        and (
            parts.n < parts.minimum_answers
            or greatest(parts.people, parent.people - parts.shown_people) < parts.minimum_people
            or (
                parts.with_worker > 0
                and greatest(parts.workers, parent.workers - parts.shown_workers)
                < parts.minimum_workers
            )
        )

)
