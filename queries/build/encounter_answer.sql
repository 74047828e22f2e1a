-- One row per encounter with all that can be asked of it, sorted as filters read it.
create or replace table encounter_answer as
with

asking as (

    select count(outcome.asked) > 0 as is_recorded
    from outcome

),

encounters as (

    select
        encounter.* exclude (frequency, profession, recipient_race_ethnicity, time_pressure),
        coalesce(encounter.frequency, 1) as frequency,
        encounter.profession as own_profession,
        case
            when contains(encounter.recipient_race_ethnicity, ';') then 'multi'
            else encounter.recipient_race_ethnicity
        end as recipient_race_ethnicity,
        -- a bot is never hurried, whatever a file says: a filter on pressure leaves none in
        case
            when encounter.modality is null or encounter.modality != 'bot'
                then encounter.time_pressure
        end as time_pressure,
        coalesce(year(encounter.month), 9999) as year
    from encounter

),

place_years as (

    select distinct
        encounters.institution_id,
        encounters.year as met_year
    from encounters

),

places as (

    select
        place_years.met_year,
        institution.*
    from place_years
    asof inner join institution
        on
            place_years.institution_id = institution.institution_id
            and place_years.met_year >= institution.year

),

workers as (

    select
        practitioner.* exclude (
            institution_id, profession, left_month, worker_race_ethnicity
        ),
        practitioner.profession as practitioner_profession,
        case
            when contains(practitioner.worker_race_ethnicity, ';') then 'multi'
            else practitioner.worker_race_ethnicity
        end as worker_race_ethnicity
    from practitioner

)

select
    'everyone' as everyone,
    encounters.encounter_id as answer_id,
    encounters.* exclude (encounter_id, own_profession, year),
    coalesce(encounters.own_profession, workers.practitioner_profession) as profession,
    coalesce(outcome.asked, case when asking.is_recorded then false end) as asked,
    coalesce(outcome.answered, case when asking.is_recorded then false end) as answered,
    cast(round(coalesce(outcome.weight, 1) * 1000) as bigint) as weight,
    outcome.* exclude (encounter_id, asked, answered, weight),
    worker_reflection.* exclude (encounter_id),
    workers.* exclude (practitioner_id, practitioner_profession),
    places.* exclude (met_year, institution_id, year, institution_name, area_id),
    institution_label.code as institution,
    community.* exclude (area_id),
    strftime(encounters.month, '%Y') || ' Q' || quarter(encounters.month) as quarter,
    encounters.minutes_needed - encounters.minutes_scheduled as minutes_short,
    encounters.scripted = 'fully' as fully_scripted,
    encounters.modality = 'bot' as met_bot,
    encounters.modality = 'ai_assisted_human' as met_human_with_ai,
    encounters.modality = 'bot' and encounters.access_reason = 'chosen' as chose_bot,
    encounters.access_reason = 'only_option' as only_option,
    encounters.connective_minutes * (1 - cast(encounters.connective_credited as integer))
        as uncredited_minutes,
    case when outcome.asked then coalesce(outcome.answered, false) end as responded,
    case
        when encounters.connective_minutes > 0 then not encounters.connective_credited
    end as minutes_uncredited,
    case
        when encounters.connective_minutes > 0 then worker_reflection.uncredited
    end as minutes_said_uncredited,
    case
        when outcome.felt_seen is not null and worker_reflection.seen_by_recipient is not null
            then outcome.felt_seen = 5 and worker_reflection.seen_by_recipient >= 4
    end as mutual,
    case
        when outcome.felt_seen is null or worker_reflection.seen_by_recipient is null then null
        when outcome.felt_seen = 5 and worker_reflection.seen_by_recipient >= 4 then 'both'
        when outcome.felt_seen = 5 then 'recipient_only'
        when worker_reflection.seen_by_recipient >= 4 then 'worker_only'
        else 'neither'
    end as felt_seen_by,
    case when outcome.felt_seen = 5 then outcome.aha end as aha_when_seen,
    case
        when encounters.modality = 'bot' then 'bot'
        when encounters.modality is not null then 'human'
    end as human_or_bot,
    case
        when encounters.modality = 'bot' then 'bot'
        when encounters.modality is null then null
        when encounters.time_pressure = 5 then 'human_hurried'
        when encounters.time_pressure >= 3 then 'human_between'
        when encounters.time_pressure >= 1 then 'human_unhurried'
    end as form,
    case
        when encounters.modality = 'bot' then 'bot'
        when encounters.modality is null then null
        when outcome.mis_seen then 'human_mis_saw'
        when not outcome.mis_seen then 'human_saw'
    end as form_mis_seen,
    case
        when encounters.modality = 'bot' then 'bot'
        when outcome.vulnerability_risk >= 4 then 'risk_high'
        when outcome.vulnerability_risk = 3 then 'risk_some'
        when outcome.vulnerability_risk <= 2 then 'risk_little'
    end as judged_by
from encounters
cross join asking
left join outcome on encounters.encounter_id = outcome.encounter_id
left join worker_reflection on encounters.encounter_id = worker_reflection.encounter_id
left join workers on encounters.practitioner_id = workers.practitioner_id
left join institution_label on encounters.institution_id = institution_label.institution_id
left join places
    on
        encounters.institution_id = places.institution_id
        and encounters.year = places.met_year
left join community on places.area_id = community.area_id
order by
    profession,
    encounters.institution_id,
    encounters.practitioner_id,
    encounters.encounter_id
