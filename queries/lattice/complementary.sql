-- One round: hides one part more of each published cell whose hidden parts are too few together.
-- Hides as well each published cell that is the same group as a hidden one.
update cell
set is_shown = false
where cell.cell_id in (

    with

    -- a wider cell made anew holds of a part kept from before what the part is now: one that is
    -- hidden as it is counted now, and of one that is shown who came, left or changed since, which
    -- stands in the wider cell alone, as if in one hidden part more
    parts_of as (

        select
            edge.parent_id,
            edge.cuboid,
            edge.is_nest,
            cell.cell_id,
            cell.is_shown,
            cell.n,
            cell.people,
            cell.with_worker,
            cell.workers,
            cell.places,
            case
                when cell.refreshed < parent.refreshed then counted.largest_worker
                else cell.largest_worker
            end as largest_worker,
            case
                when cell.is_shown
                    then
                        struct_pack(
                            n := change.n,
                            with_worker := change.with_worker,
                            people := change.people,
                            workers := change.workers,
                            places := change.places,
                            second := change.largest,
                            above_second := 0
                        )
                when cell.refreshed < parent.refreshed
                    then
                        struct_pack(
                            n := counted.n,
                            with_worker := counted.with_worker,
                            people := counted.people,
                            workers := counted.workers,
                            places := counted.places,
                            second := counted.second_largest,
                            above_second := counted.largest - counted.second_largest
                        )
                else
                    struct_pack(
                        n := cell.n,
                        with_worker := cell.with_worker,
                        people := cell.people,
                        workers := cell.workers,
                        places := cell.places,
                        second := cell.second_largest,
                        above_second := cell.largest - cell.second_largest
                    )
            end as hidden
        from edge
        inner join cell on edge.cell_id = cell.cell_id
        inner join cell as parent on edge.parent_id = parent.cell_id
        left join change
            on
                cell.refreshed < parent.refreshed
                and cell.refreshed = change.release_no
                and cell.outcome = change.outcome
                and cell.cuboid = change.cuboid
                and cell.cell = change.cell
        left join counted
            on
                cell.refreshed < parent.refreshed
                and cell.outcome = counted.outcome
                and cell.cuboid = counted.cuboid
                and cell.cell = counted.cell
        union all
        select
            outside_part.parent_id,
            outside_part.cuboid,
            true as is_nest,
            null as cell_id,
            false as is_shown,
            outside_part.n,
            outside_part.people,
            outside_part.with_worker,
            outside_part.workers,
            outside_part.places,
            outside_part.largest_worker,
            struct_pack(
                n := outside_part.n,
                with_worker := outside_part.with_worker,
                people := outside_part.people,
                workers := outside_part.workers,
                places := outside_part.places,
                second := outside_part.second_largest,
                above_second := outside_part.largest - outside_part.second_largest
            ) as hidden
        from outside_part

    ),

    -- nobody gave more of several hidden parts than the second most of each, and besides what the
    -- first of some of them gave above that: only a part whose first they are holds more of them
    by_largest as (

        select
            parts_of.parent_id,
            parts_of.cuboid,
            parts_of.is_nest,
            count(*) filter (where parts_of.is_shown) as shown,
            coalesce(sum(parts_of.hidden.n), 0) as n,
            coalesce(sum(parts_of.hidden.with_worker), 0) as with_worker,
            coalesce(max(parts_of.hidden.people), 0) as people,
            coalesce(max(parts_of.hidden.workers), 0) as workers,
            coalesce(max(parts_of.hidden.places), 0) as places,
            coalesce(sum(parts_of.hidden.second), 0) as seconds,
            coalesce(sum(parts_of.hidden.above_second), 0) as above_seconds,
            coalesce(sum(parts_of.n) filter (where parts_of.is_shown), 0) as shown_n,
            coalesce(
                sum(parts_of.with_worker) filter (where parts_of.is_shown), 0
            ) as shown_with_worker,
            coalesce(sum(parts_of.people) filter (where parts_of.is_shown), 0) as shown_people,
            coalesce(sum(parts_of.workers) filter (where parts_of.is_shown), 0) as shown_workers,
            coalesce(sum(parts_of.places) filter (where parts_of.is_shown), 0) as shown_places,
            min(struct_pack(n := parts_of.n, cell_id := parts_of.cell_id))
            filter (where parts_of.is_shown) as smallest
        from parts_of
        group by
            parts_of.parent_id,
            parts_of.cuboid,
            parts_of.is_nest,
            parts_of.largest_worker

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

    -- not all that stands in a cell under other names is a part of it: a pool of several kinds is
    -- no part of any kind, but its members are. There the hidden rest is what shown ones leave
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

    union

    -- a part that is all of the cell it stands in is the same group under another name, shown as
    -- both or as none; a kind of institution that has a single one is another group by its rules
    select case when cell.is_shown then cell.cell_id else parent.cell_id end as smallest
    from edge
    inner join cell on edge.cell_id = cell.cell_id
    inner join cell as parent on edge.parent_id = parent.cell_id
    where
        cell.is_shown != parent.is_shown
        and cell.n = parent.n
        and cell.refreshed = parent.refreshed
        and (not edge.is_nest or (cell.is_enough and parent.is_enough))

)
