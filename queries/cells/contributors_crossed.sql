-- One row per group, second group, margin and in all: who stands behind it, for the guard alone.
-- Margins have a null where they run over all levels; a missing or empty level is "not_stated".
-- table: text, an answer table
-- measure: text, a column name
-- filter_1: text, a column name; levels_1: list of text, or null for all
-- filter_2: text, a column name; levels_2: list of text, or null for all
-- filter_3: text, a column name; levels_3: list of text, or null for all
-- filter_4: text, a column name; levels_4: list of text, or null for all
-- filter_5: text, a column name; levels_5: list of text, or null for all
-- filter_6: text, a column name; levels_6: list of text, or null for all
-- filter_7: text, a column name; levels_7: list of text, or null for all
-- filter_8: text, a column name; levels_8: list of text, or null for all
-- by: text, a column name; by_2: text, a column name
-- person: text, a column name; practitioner: text, a column name
-- amount: text, a column of hours or minutes that are shared out, or everyone: one for each answer
with

filtered as (

    select
        columns([$by]) as group_value,
        columns([$by_2]) as group_value_2,
        columns([$measure]) as answer,
        columns([$person]) as person_id,
        columns([$practitioner]) as practitioner_id,
        columns([$amount]) as amount,
        cast(frequency as bigint) as frequency
    from query_table($table)
    where
        ($levels_1 is null or list_contains($levels_1, cast(columns([$filter_1]) as varchar)))
        and ($levels_2 is null or list_contains($levels_2, cast(columns([$filter_2]) as varchar)))
        and ($levels_3 is null or list_contains($levels_3, cast(columns([$filter_3]) as varchar)))
        and ($levels_4 is null or list_contains($levels_4, cast(columns([$filter_4]) as varchar)))
        and ($levels_5 is null or list_contains($levels_5, cast(columns([$filter_5]) as varchar)))
        and ($levels_6 is null or list_contains($levels_6, cast(columns([$filter_6]) as varchar)))
        and ($levels_7 is null or list_contains($levels_7, cast(columns([$filter_7]) as varchar)))
        and ($levels_8 is null or list_contains($levels_8, cast(columns([$filter_8]) as varchar)))

),

answered as (

    select
        coalesce(nullif(cast(filtered.group_value as varchar), ''), 'not_stated') as group_value,
        coalesce(
            nullif(cast(filtered.group_value_2 as varchar), ''), 'not_stated'
        ) as group_value_2,
        filtered.person_id,
        filtered.practitioner_id,
        filtered.frequency,
        case
            when $amount = 'everyone' then filtered.frequency
            else
                filtered.frequency
                * cast(round(1000 * try_cast(filtered.amount as double)) as bigint)
        end as amount
    from filtered
    where filtered.answer is not null

),

people as (

    select
        answered.group_value,
        answered.group_value_2,
        cast(sum(answered.frequency) as bigint) as n_answers,
        count(distinct answered.person_id)
        + cast(
            coalesce(sum(answered.frequency) filter (where answered.person_id is null), 0)
            as bigint
        ) as n_people,
        cast(
            coalesce(sum(answered.frequency) filter (where answered.person_id is null), 0)
            as bigint
        ) as n_without_person
    from answered
    group by
        cube (answered.group_value, answered.group_value_2)
    having count(*) > 0 -- where nobody answered the whole has no row either

),

by_practitioner as (

    select
        answered.group_value,
        answered.group_value_2,
        answered.practitioner_id,
        sum(answered.frequency) as n_answers,
        sum(answered.amount) as amount
    from answered
    where answered.practitioner_id is not null
    group by
        cube (answered.group_value, answered.group_value_2),
        answered.practitioner_id

),

practitioners as (

    select
        by_practitioner.group_value,
        by_practitioner.group_value_2,
        count(*) as n_practitioners,
        cast(sum(by_practitioner.n_answers) as bigint) as n_with_practitioner,
        cast(sum(by_practitioner.amount) as bigint) as amount,
        max(by_practitioner.amount) / nullif(sum(by_practitioner.amount), 0) as largest_share
    from by_practitioner
    group by
        by_practitioner.group_value,
        by_practitioner.group_value_2

)

select
    people.group_value,
    people.group_value_2,
    people.n_answers,
    people.n_people,
    people.n_without_person,
    coalesce(practitioners.n_practitioners, 0) as n_practitioners,
    coalesce(practitioners.n_with_practitioner, 0) as n_with_practitioner,
    coalesce(practitioners.amount, 0) as amount_with_practitioner,
    coalesce(practitioners.largest_share, 0) as largest_practitioner_share
from people
left join practitioners
    on
        people.group_value is not distinct from practitioners.group_value
        and people.group_value_2 is not distinct from practitioners.group_value_2
order by
    people.group_value,
    people.group_value_2
