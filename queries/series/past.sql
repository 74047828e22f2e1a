-- One row per answer of a quarter published before that came, left or changed since then.
-- An answer whose institution alone has another level, as one that outgrew its pool, is no change.
-- quarter_place: integer, which of the levels is the quarter
-- institution_place: integer, the same of the institution, or 0 where none is
-- quarters: list of text, those that were published whole, and what stands for none
create or replace temp table past as
with

versions as (

    select
        changed.*,
        list_concat(
            list_slice(changed.levels, 1, $institution_place - 1),
            list_slice(changed.levels, $institution_place + 1, len(changed.levels))
        ) as other_levels
    from changed
    where list_contains($quarters, list_extract(changed.levels, $quarter_place))

)

select
    versions.answer_number,
    versions.record_key,
    versions.y,
    any_value(versions.is_new) as is_new,
    any_value(versions.worker) as worker,
    any_value(versions.place) as place,
    any_value(versions.levels) as levels
from versions
group by
    versions.answer_number,
    versions.record_key,
    versions.y,
    versions.other_levels
having count(*) = 1
