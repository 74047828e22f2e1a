-- One row: how many answers came, left or changed, how many in quarters of before, in others.
-- An answer whose institution alone has another level, as one that outgrew its pool, is no change.
-- release_no: integer, the release that answers are compared with
-- quarter_place: integer, which of the levels is the quarter, or 0 where none is
-- institution_place: integer, the same of the institution
-- quarters: list of text, those that an earlier release held whole
with

published as (

    select distinct list_extract(member.levels, $quarter_place) as quarter
    from state.member as member
    where
        member.release_no = $release_no
        and list_contains($quarters, list_extract(member.levels, $quarter_place))

),

versions as (

    select
        changed.answer_number,
        changed.record_key,
        changed.y,
        list_extract(changed.levels, $quarter_place) as quarter,
        list_concat(
            list_slice(changed.levels, 1, $institution_place - 1),
            list_slice(changed.levels, $institution_place + 1, len(changed.levels))
        ) as other_levels
    from changed

),

alone as (

    select
        versions.answer_number,
        versions.quarter
    from versions
    group by
        versions.answer_number,
        versions.record_key,
        versions.y,
        versions.quarter,
        versions.other_levels
    having count(*) = 1

)

select
    (select count(*) from changed) as n,
    count(distinct alone.answer_number) filter (where published.quarter is not null)
        as n_of_before,
    count(distinct alone.answer_number) filter (where published.quarter is null) as n_of_others
from alone
left join published on alone.quarter = published.quarter
