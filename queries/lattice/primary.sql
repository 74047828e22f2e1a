-- One row per cell that anybody stands behind: numbered, and whether they are many enough.
-- release_no: integer, of this release in its series
create or replace temp table cell as
with

judged as (

    select
        counted.*,
        rule.minimum_answers,
        rule.minimum_people,
        rule.minimum_workers,
        rule.largest_share,
        rule.minimum_places,
        counted.n >= rule.minimum_answers
        and counted.people >= rule.minimum_people
        and (
            counted.with_worker = 0
            or (
                counted.workers >= rule.minimum_workers
                and counted.largest <= rule.largest_share * counted.with_worker
            )
        )
        and counted.places >= rule.minimum_places as is_enough
    from counted
    inner join rule on counted.outcome = rule.outcome and counted.cuboid = rule.cuboid

)

select
    row_number() over (order by judged.outcome, judged.cuboid, judged.cell) as cell_id,
    judged.*,
    judged.is_enough as is_shown,
    false as is_frozen,
    $release_no as refreshed
from judged
