-- One row per kind of request and what was got; frequency says how many requests it stands for.
create or replace table access_answer as
with

requests as (

    select
        access_request.* exclude (
            recipient_race_ethnicity, requests, got_human, got_ai_assisted, got_bot, got_nothing
        ),
        case
            when contains(access_request.recipient_race_ethnicity, ';') then 'multi'
            else access_request.recipient_race_ethnicity
        end as recipient_race_ethnicity,
        unnest(['human', 'human_with_ai', 'bot', 'nobody']) as got,
        unnest([
            access_request.got_human,
            access_request.got_ai_assisted,
            access_request.got_bot,
            access_request.got_nothing
        ]) as frequency
    from access_request

)

select
    'everyone' as everyone,
    row_number() over (
        order by requests.area_id, requests.month, requests.got
    ) as answer_id,
    requests.area_id as institution_id,
    cast(null as integer) as practitioner_id,
    cast(null as integer) as recipient_id,
    cast(1000 as bigint) as weight,
    cast(null as boolean) as asked,
    cast(null as boolean) as answered,
    requests.* exclude (area_id),
    strftime(requests.month, '%Y') || ' Q' || quarter(requests.month) as quarter,
    requests.got in ('human', 'human_with_ai') as got_human,
    requests.got = 'bot' as got_bot,
    requests.got = 'nobody' as got_nothing,
    community.* exclude (area_id)
from requests
left join community on requests.area_id = community.area_id
where requests.frequency > 0
order by
    requests.area_id,
    requests.month
