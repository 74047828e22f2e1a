-- One row per answer of the past that left, or its old version, and level it was counted under.
-- Its institution stands at the level that it has now.
-- columns: list of text, the columns in the order of the levels
create or replace temp table gone_level as
with

levels as (

    select
        past.answer_number,
        past.record_key,
        past.y,
        past.worker,
        past.place,
        unnest($columns) as level_column,
        unnest(past.levels) as level
    from past
    where not past.is_new

),

place_level as (

    select
        standing_for.number,
        cast(released_place.level as varchar) as level
    from standing_for
    inner join released_place on standing_for.id = released_place.institution_id
    where standing_for.stands_as = 'place'

)

select
    levels.* exclude (level), -- noqa: RF02
    case
        when levels.level_column = 'place_level' then coalesce(place_level.level, levels.level)
        else levels.level
    end as level
from levels
left join place_level on levels.place = place_level.number
