-- One row per practitioner, month and kind of time, in hours and as a share of all of them.
-- What nobody measures stands beside the connective hours, and beside no others.
create or replace table time_answer as
with

kinds as (

    select
        time_use.practitioner_id,
        time_use.month,
        time_use.unmeasured_share,
        time_use.uncredited_minutes_per_encounter,
        coalesce(time_use.direct_connective, 0) + coalesce(time_use.direct_task, 0)
        + coalesce(time_use.documentation, 0) + coalesce(time_use.measure_reporting, 0)
        + coalesce(time_use.after_hours, 0) + coalesce(time_use.admin, 0)
        + coalesce(time_use.other, 0) as all_hours,
        unnest([
            'direct_connective', 'direct_task', 'documentation', 'measure_reporting',
            'after_hours', 'admin', 'other'
        ]) as kind_of_time,
        unnest([
            time_use.direct_connective, time_use.direct_task, time_use.documentation,
            time_use.measure_reporting, time_use.after_hours, time_use.admin, time_use.other
        ]) as hours
    from time_use

),

workers as (

    select
        kinds.* exclude (all_hours, unmeasured_share, uncredited_minutes_per_encounter),
        kinds.hours / nullif(kinds.all_hours, 0) as share_of_time,
        case
            when kinds.kind_of_time = 'direct_connective' then kinds.unmeasured_share
        end as unmeasured_share,
        case
            when kinds.kind_of_time = 'direct_connective'
                then kinds.uncredited_minutes_per_encounter
        end as uncredited_minutes_per_encounter,
        practitioner.* exclude (practitioner_id, left_month, worker_race_ethnicity),
        case
            when contains(practitioner.worker_race_ethnicity, ';') then 'multi'
            else practitioner.worker_race_ethnicity
        end as worker_race_ethnicity,
        year(kinds.month) as year
    from kinds
    left join practitioner on kinds.practitioner_id = practitioner.practitioner_id
    where kinds.hours is not null

)

select
    'everyone' as everyone,
    row_number() over (
        order by workers.practitioner_id, workers.month, workers.kind_of_time
    ) as answer_id,
    workers.* exclude (year),
    case when workers.hours > 0 then workers.kind_of_time = 'after_hours' end as is_after_hours,
    case
        when workers.kind_of_time = 'after_hours'
            then workers.hours * 12 / 52.1775 -- weeks in a year
    end as after_hours_week,
    cast(null as integer) as recipient_id,
    cast(1 as bigint) as frequency,
    cast(1000 as bigint) as weight,
    cast(null as boolean) as asked,
    cast(null as boolean) as answered,
    institution.* exclude (institution_id, year, institution_name, area_id),
    institution_label.code as institution,
    community.* exclude (area_id),
    strftime(workers.month, '%Y') || ' Q' || quarter(workers.month) as quarter
from workers
left join institution_label on workers.institution_id = institution_label.institution_id
asof left join institution
    on
        workers.institution_id = institution.institution_id
        and workers.year >= institution.year
left join community on institution.area_id = community.area_id
order by
    workers.profession,
    workers.institution_id,
    workers.practitioner_id,
    workers.month
