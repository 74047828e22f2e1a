-- One row per group and one in all: who stands behind it, for the guard alone.
-- The row of all has a null group; a missing level is "not_stated".
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
-- person: text, a column name; practitioner: text, a column name
-- by: text, a column name
-- amount: text, a column of hours or minutes that are shared out, or everyone: one for each answer
with

filtered as (

    select
        columns([$by]) as group_value,
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

-- Grouped by the column as it stands: text made row by row would cost three times as much.
persons as materialized (

    select
        filtered.group_value,
        filtered.person_id,
        sum(filtered.frequency) as n_answers
    from filtered
    where filtered.answer is not null
    group by
        filtered.group_value,
        filtered.person_id

),

serving as materialized (

    select
        filtered.group_value,
        filtered.practitioner_id,
        sum(filtered.frequency) as n_answers,
        sum(
            case
                when $amount = 'everyone' then filtered.frequency
                else
                    filtered.frequency
                    * cast(round(1000 * try_cast(filtered.amount as double)) as bigint)
            end
        ) as amount
    from filtered
    where filtered.answer is not null and filtered.practitioner_id is not null
    group by
        filtered.group_value,
        filtered.practitioner_id

),

people as (

    select
        coalesce(nullif(cast(persons.group_value as varchar), ''), 'not_stated') as group_value,
        sum(persons.n_answers) as n_answers,
        count(persons.person_id)
        + coalesce(sum(persons.n_answers) filter (where persons.person_id is null), 0) as n_people,
        coalesce(
            sum(persons.n_answers) filter (where persons.person_id is null), 0
        ) as n_without_person
    from persons
    group by persons.group_value
    union all
    select
        null as group_value,
        sum(persons.n_answers) as n_answers,
        count(distinct persons.person_id)
        + coalesce(sum(persons.n_answers) filter (where persons.person_id is null), 0) as n_people,
        coalesce(
            sum(persons.n_answers) filter (where persons.person_id is null), 0
        ) as n_without_person
    from persons
    having count(*) > 0

),

overall as (

    select
        serving.practitioner_id,
        sum(serving.n_answers) as n_answers,
        sum(serving.amount) as amount
    from serving
    group by serving.practitioner_id

),

practitioners as (

    select
        coalesce(nullif(cast(serving.group_value as varchar), ''), 'not_stated') as group_value,
        count(*) as n_practitioners,
        sum(serving.n_answers) as n_with_practitioner,
        sum(serving.amount) as amount,
        max(serving.amount) / nullif(sum(serving.amount), 0) as largest_share
    from serving
    group by serving.group_value
    union all
    select
        null as group_value,
        count(*) as n_practitioners,
        sum(overall.n_answers) as n_with_practitioner,
        sum(overall.amount) as amount,
        max(overall.amount) / nullif(sum(overall.amount), 0) as largest_share
    from overall
    having count(*) > 0

),

-- Missing and empty levels are one group: of what cannot be added up the least is certain.
named_people as (

    select
        people.group_value,
        sum(people.n_answers) as n_answers,
        max(people.n_people) as n_people,
        sum(people.n_without_person) as n_without_person
    from people
    group by people.group_value

),

named_practitioners as (

    select
        practitioners.group_value,
        max(practitioners.n_practitioners) as n_practitioners,
        sum(practitioners.n_with_practitioner) as n_with_practitioner,
        sum(practitioners.amount) as amount,
        max(practitioners.largest_share) as largest_share
    from practitioners
    group by practitioners.group_value

)

select
    named_people.group_value,
    cast(null as varchar) as group_value_2,
    cast(named_people.n_answers as bigint) as n_answers,
    cast(named_people.n_people as bigint) as n_people,
    cast(named_people.n_without_person as bigint) as n_without_person,
    coalesce(named_practitioners.n_practitioners, 0) as n_practitioners,
    cast(coalesce(named_practitioners.n_with_practitioner, 0) as bigint) as n_with_practitioner,
    cast(coalesce(named_practitioners.amount, 0) as bigint) as amount_with_practitioner,
    coalesce(named_practitioners.largest_share, 0) as largest_practitioner_share
from named_people
left join named_practitioners
    on named_people.group_value is not distinct from named_practitioners.group_value
order by named_people.group_value
