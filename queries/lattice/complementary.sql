-- One round: of each published cell whose hidden parts are too few together, hide one part more.
update cell
set is_shown = false
where cell.cell_id in (

    with

    parts as (

        select
            edge.parent_id,
            edge.cuboid,
            edge.is_nest,
            count(*) filter (where cell.is_shown) as shown,
            coalesce(sum(cell.n) filter (where not cell.is_shown), 0) as n,
            coalesce(sum(cell.with_worker) filter (where not cell.is_shown), 0) as with_worker,
            coalesce(max(cell.people) filter (where not cell.is_shown), 0) as people,
            coalesce(max(cell.workers) filter (where not cell.is_shown), 0) as workers,
            sum(cell.n) filter (where cell.is_shown) as shown_n,
            sum(cell.with_worker) filter (where cell.is_shown) as shown_with_worker,
            sum(cell.people) filter (where cell.is_shown) as shown_people,
            sum(cell.workers) filter (where cell.is_shown) as shown_workers,
            arg_min(cell.cell_id, struct_pack(n := cell.n, cell_id := cell.cell_id))
            filter (where cell.is_shown) as smallest
        from edge
        inner join cell on edge.cell_id = cell.cell_id
        group by
            edge.parent_id,
            edge.cuboid,
            edge.is_nest

    ),

    -- a pool of several kinds is no part of any kind, but its members are: of institutions the
    -- hidden rest is what the shown ones leave over
    remainders as (

        select
            parts.smallest,
            parent.minimum_answers,
            parent.minimum_people,
            parent.minimum_workers,
            case
                when parts.is_nest then greatest(parts.n, parent.n - parts.shown_n)
                else parts.n
            end as n,
            case
                when parts.is_nest
                    then greatest(
                        parts.with_worker, parent.with_worker - parts.shown_with_worker
                    )
                else parts.with_worker
            end as with_worker,
            greatest(parts.people, parent.people - parts.shown_people) as people,
            greatest(parts.workers, parent.workers - parts.shown_workers) as workers
        from parts
        inner join cell as parent on parts.parent_id = parent.cell_id
        where parent.is_shown and parts.shown > 0

    )

    select remainders.smallest
    from remainders
    where
        remainders.n > 0
        and (
            remainders.n < remainders.minimum_answers
            or remainders.people < remainders.minimum_people
            or (
                remainders.with_worker > 0
                and remainders.workers < remainders.minimum_workers
            )
        )

)
