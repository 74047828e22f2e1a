-- One row per group, second group, stratum and cluster: the additive sums behind every estimate.
-- A stratum is the levels of up to three columns, joined by character 31, or null.
-- table: text, an answer table
-- measure: text, a column name
-- box: list of numbers that count as yes, or null for the mean
-- filter_1: text, a column name; levels_1: list of text, or null for all
-- filter_2: text, a column name; levels_2: list of text, or null for all
-- filter_3: text, a column name; levels_3: list of text, or null for all
-- filter_4: text, a column name; levels_4: list of text, or null for all
-- filter_5: text, a column name; levels_5: list of text, or null for all
-- filter_6: text, a column name; levels_6: list of text, or null for all
-- filter_7: text, a column name; levels_7: list of text, or null for all
-- filter_8: text, a column name; levels_8: list of text, or null for all
-- by: text, a column name; by_2: text, a column name
-- stratum_1: text, a column name; stratum_2: text, a column name; stratum_3: text, a column name
-- cluster: text, a column name
-- cluster_else: text, a column: who has no cluster, as a bot, is one cluster in each member of it
-- is_weighted: whether answers count by their weight
-- amount: text, a column of hours or minutes that are shared out, or everyone: one for each answer
with

filtered as (

    select
        columns([$by]) as group_value,
        columns([$by_2]) as group_value_2,
        columns([$stratum_1]) as stratum_1,
        columns([$stratum_2]) as stratum_2,
        columns([$stratum_3]) as stratum_3,
        columns([$cluster]) as cluster_id,
        columns([$cluster_else]) as cluster_else,
        columns([$measure]) as answer,
        columns([$amount]) as amount,
        cast(frequency as bigint) as frequency,
        case when $is_weighted then weight else 1000 end as weight
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
        filtered.group_value,
        filtered.group_value_2,
        filtered.stratum_1,
        filtered.stratum_2,
        filtered.stratum_3,
        coalesce(filtered.cluster_id, -1 - filtered.cluster_else) as cluster_id,
        filtered.frequency,
        case
            when $amount = 'everyone' then filtered.weight
            else cast(round(1000 * try_cast(filtered.amount as double)) as bigint)
        end as weight,
        case
            when $box is null then cast(filtered.answer as decimal(18, 6))
            else cast(list_contains($box, cast(filtered.answer as double)) as decimal(18, 6))
        end as answer
    from filtered
    where filtered.answer is not null

),

-- Grouped by the columns as they stand: text made row by row would cost three times as much.
summed as (

    select
        answered.group_value,
        answered.group_value_2,
        answered.stratum_1,
        answered.stratum_2,
        answered.stratum_3,
        answered.cluster_id,
        cast(sum(answered.frequency) as bigint) as n_answers,
        cast(sum(answered.frequency * answered.weight) as bigint) as sum_w,
        cast(
            sum(answered.frequency * answered.weight * answered.weight) as decimal(38, 0)
        ) as sum_w2,
        sum(answered.frequency * answered.weight * answered.answer) as sum_wy,
        sum(
            answered.frequency * answered.weight
            * case
                when $box is null
                    then
                        cast(
                            cast(answered.answer as decimal(20, 6)) * answered.answer
                            as decimal(18, 6)
                        )
                else answered.answer -- 0 or 1, its own square, and sooner summed
            end
        ) as sum_wy2
    from answered
    group by
        answered.group_value,
        answered.group_value_2,
        answered.stratum_1,
        answered.stratum_2,
        answered.stratum_3,
        answered.cluster_id

)

select
    coalesce(cast(summed.group_value as varchar), 'not_stated') as group_value,
    nullif(coalesce(cast(summed.group_value_2 as varchar), 'not_stated'), 'everyone')
        as group_value_2,
    nullif(
        concat_ws(
            chr(31),
            nullif(coalesce(cast(summed.stratum_1 as varchar), 'not_stated'), 'everyone'),
            nullif(coalesce(cast(summed.stratum_2 as varchar), 'not_stated'), 'everyone'),
            nullif(coalesce(cast(summed.stratum_3 as varchar), 'not_stated'), 'everyone')
        ),
        ''
    ) as stratum,
    summed.cluster_id,
    summed.n_answers,
    summed.sum_w,
    summed.sum_w2,
    summed.sum_wy,
    summed.sum_wy2
from summed
order by
    group_value,
    group_value_2,
    stratum,
    summed.cluster_id
