-- One row per kind of request and what was got; frequency says how many requests it stands for.
-- Waits stand beside requests that reached a person, with an AI or without, and beside no others.
create or replace table access_answer as
with

requests as (

    select
        access_request.* exclude (
            recipient_race_ethnicity, requests, got_human, got_ai_assisted, got_bot, got_nothing,
            human_over_week, ai_assisted_over_week
        ),
        case
            when contains(access_request.recipient_race_ethnicity, ';') then 'multi'
            else access_request.recipient_race_ethnicity
        end as recipient_race_ethnicity,
        unnest([
            'human', 'human', 'human_with_ai', 'human_with_ai', 'bot', 'nobody'
        ]) as got,
        unnest([
            true, case when access_request.human_over_week is not null then false end,
            true, case when access_request.ai_assisted_over_week is not null then false end,
            null, null
        ]) as waited_over_week,
        unnest([
            access_request.human_over_week,
            access_request.got_human - coalesce(access_request.human_over_week, 0),
            access_request.ai_assisted_over_week,
            access_request.got_ai_assisted - coalesce(access_request.ai_assisted_over_week, 0),
            access_request.got_bot,
            access_request.got_nothing
        ]) as frequency
    from access_request

)

select
    'everyone' as everyone,
    row_number() over (
        order by
            requests.area_id,
            requests.month,
            requests.recipient_income,
            requests.recipient_race_ethnicity,
            requests.setting,
            requests.profession,
            requests.got,
            requests.waited_over_week
    ) as answer_id,
    requests.area_id as institution_id,
    cast(null as integer) as practitioner_id,
    cast(null as integer) as recipient_id,
    cast(1000 as bigint) as weight,
    cast(null as boolean) as asked,
    cast(null as boolean) as answered,
    requests.* exclude (area_id, mean_wait_days, median_wait_days),
    strftime(requests.month, '%Y') || ' Q' || quarter(requests.month) as quarter,
    requests.got in ('human', 'human_with_ai') as got_human,
    requests.got = 'human' as got_human_alone,
    requests.got = 'human_with_ai' as got_human_with_ai,
    requests.got = 'bot' as got_bot,
    requests.got = 'nobody' as got_nothing,
    case
        when requests.got in ('human', 'human_with_ai') then requests.mean_wait_days
    end as wait_days,
    case
        when requests.got in ('human', 'human_with_ai') then requests.median_wait_days
    end as median_wait_days,
    community.* exclude (area_id)
from requests
left join community on requests.area_id = community.area_id
where requests.frequency > 0
order by
    requests.area_id,
    requests.month,
    answer_id
