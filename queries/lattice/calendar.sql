-- One row per quarter that the answers of one table hold: their last month in it.
-- table: text, an answer table
with

answers as (

    select
        quarter,
        month
    from query_table($table)

)

select
    answers.quarter,
    max(answers.month) as last_month
from answers
where answers.quarter is not null
group by answers.quarter
order by answers.quarter
