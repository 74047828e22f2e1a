-- One round: of each published cell whose hidden parts are too few together, hide one part more.
update cell
set is_shown = false
where cell.cell_id in (

    with

    -- nobody gave more of several hidden parts than the second most of each, and besides what the
    -- first of some of them gave above that: only a part whose first they are holds more of them
    by_largest as (

        select
            edge.parent_id,
            edge.cuboid,
            edge.is_nest,
            count(*) filter (where cell.is_shown) as shown,
            coalesce(sum(cell.n) filter (where not cell.is_shown), 0) as n,
            coalesce(sum(cell.with_worker) filter (where not cell.is_shown), 0) as with_worker,
            coalesce(max(cell.people) filter (where not cell.is_shown), 0) as people,
            coalesce(max(cell.workers) filter (where not cell.is_shown), 0) as workers,
            coalesce(max(cell.places) filter (where not cell.is_shown), 0) as places,
            coalesce(sum(cell.second_largest) filter (where not cell.is_shown), 0) as seconds,
            coalesce(
                sum(cell.largest - cell.second_largest) filter (where not cell.is_shown), 0
            ) as above_seconds,
            coalesce(sum(cell.n) filter (where cell.is_shown), 0) as shown_n,
            coalesce(sum(cell.with_worker) filter (where cell.is_shown), 0) as shown_with_worker,
            coalesce(sum(cell.people) filter (where cell.is_shown), 0) as shown_people,
            coalesce(sum(cell.workers) filter (where cell.is_shown), 0) as shown_workers,
            coalesce(sum(cell.places) filter (where cell.is_shown), 0) as shown_places,
            min(struct_pack(n := cell.n, cell_id := cell.cell_id))
            filter (where cell.is_shown) as smallest
        from edge
        inner join cell on edge.cell_id = cell.cell_id
        group by
            edge.parent_id,
            edge.cuboid,
            edge.is_nest,
            cell.largest_worker

    ),

    parts as (

        select
            by_largest.parent_id,
            by_largest.is_nest,
            sum(by_largest.shown) as shown,
            sum(by_largest.n) as n,
            sum(by_largest.with_worker) as with_worker,
            max(by_largest.people) as people,
            max(by_largest.workers) as workers,
            max(by_largest.places) as places,
            sum(by_largest.seconds) + max(by_largest.above_seconds) as largest,
            sum(by_largest.shown_n) as shown_n,
            sum(by_largest.shown_with_worker) as shown_with_worker,
            sum(by_largest.shown_people) as shown_people,
            sum(by_largest.shown_workers) as shown_workers,
            sum(by_largest.shown_places) as shown_places,
            min(by_largest.smallest).cell_id as smallest
        from by_largest
        group by
            by_largest.parent_id,
            by_largest.cuboid,
            by_largest.is_nest

    ),

    -- a pool of several kinds is no part of any kind, but its members are: of institutions the
    -- hidden rest is what the shown ones leave over
    remainders as (

        select
            parts.smallest,
            parent.minimum_answers,
            parent.minimum_people,
            parent.minimum_workers,
            parent.largest_share,
            parent.largest as largest_of_all,
            parent.minimum_places,
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
            case
                when parts.is_nest
                    then parts.largest + greatest(
                        0, parent.with_worker - parts.shown_with_worker - parts.with_worker
                    )
                else parts.largest
            end as largest,
            greatest(parts.people, parent.people - parts.shown_people) as people,
            greatest(parts.workers, parent.workers - parts.shown_workers) as workers,
            greatest(parts.places, parent.places - parts.shown_places) as places
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
            or remainders.places < remainders.minimum_places
            or (
                remainders.with_worker > 0
                and (
                    remainders.workers < remainders.minimum_workers
                    or least(remainders.largest, remainders.largest_of_all)
                    > remainders.largest_share * remainders.with_worker
                )
            )
        )

)
