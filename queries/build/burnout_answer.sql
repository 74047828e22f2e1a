-- One row per practitioner, wave, instrument and scale with all that can be asked of it.
create or replace table burnout_answer as
with

-- What the encounters of each practitioner were like, all of them together: exact, so that the
-- order of rows never shows.
met as (

    select
        encounter_answer.practitioner_id,
        avg(cast(encounter_answer.connective_minutes as decimal(18, 2))) as connective_minutes,
        avg(encounter_answer.dissonance) as dissonance
    from encounter_answer
    where encounter_answer.practitioner_id is not null
    group by encounter_answer.practitioner_id

),

surveys as (

    select
        burnout_survey.* exclude (frequency, workload),
        coalesce(burnout_survey.workload, practitioner.workload) as workload,
        coalesce(burnout_survey.frequency, 1) as frequency,
        practitioner.institution_id,
        practitioner.profession,
        practitioner.* exclude (
            practitioner_id, institution_id, profession, left_month, workload,
            worker_race_ethnicity
        ),
        case
            when contains(practitioner.worker_race_ethnicity, ';') then 'multi'
            else practitioner.worker_race_ethnicity
        end as worker_race_ethnicity,
        coalesce(year(burnout_survey.wave), 9999) as year
    from burnout_survey
    left join practitioner
        on burnout_survey.practitioner_id = practitioner.practitioner_id

)

select
    'everyone' as everyone,
    row_number() over (
        order by surveys.practitioner_id, surveys.wave, surveys.instrument, surveys.scale
    ) as answer_id,
    surveys.* exclude (year),
    cast(null as integer) as recipient_id,
    cast(1000 as bigint) as weight,
    cast(null as boolean) as asked,
    surveys.responded as answered,
    institution.* exclude (institution_id, year, institution_name, area_id),
    institution_label.code as institution,
    community.* exclude (area_id),
    met.connective_minutes,
    met.dissonance,
    strftime(surveys.wave, '%Y') || ' Q' || quarter(surveys.wave) as quarter,
    surveys.wave as month,
    100 * case
        when surveys.direction = 'higher_better' then surveys.raw_max - surveys.raw
        else surveys.raw - surveys.raw_min
    end / nullif(surveys.raw_max - surveys.raw_min, 0) as burden_0_100
from surveys
left join institution_label on surveys.institution_id = institution_label.institution_id
asof left join institution
    on
        surveys.institution_id = institution.institution_id
        and surveys.year >= institution.year
left join community on institution.area_id = community.area_id
left join met on surveys.practitioner_id = met.practitioner_id
order by
    surveys.profession,
    surveys.institution_id,
    surveys.practitioner_id,
    surveys.wave
