-- One row per cluster: sums of up to ten variables and of their products, over complete answers.
-- A slot that is not used names "everyone", counts as 0 and leaves no row out.
-- table: text, an answer table
-- filter_1: text, a column name; levels_1: list of text, or null for all
-- filter_2: text, a column name; levels_2: list of text, or null for all
-- filter_3: text, a column name; levels_3: list of text, or null for all
-- filter_4: text, a column name; levels_4: list of text, or null for all
-- filter_5: text, a column name; levels_5: list of text, or null for all
-- filter_6: text, a column name; levels_6: list of text, or null for all
-- filter_7: text, a column name; levels_7: list of text, or null for all
-- filter_8: text, a column name; levels_8: list of text, or null for all
-- variable_1: text, a column of numbers, or "everyone"
-- variable_2: text, a column of numbers, or "everyone"
-- variable_3: text, a column of numbers, or "everyone"
-- variable_4: text, a column of numbers, or "everyone"
-- variable_5: text, a column of numbers, or "everyone"
-- variable_6: text, a column of numbers, or "everyone"
-- variable_7: text, a column of numbers, or "everyone"
-- variable_8: text, a column of numbers, or "everyone"
-- variable_9: text, a column of numbers, or "everyone"
-- variable_10: text, a column of numbers, or "everyone"
-- cluster: text, a column name
-- cluster_else: text, a column: who has no cluster, as a bot, is one cluster in each member of it
-- is_weighted: whether answers count by their weight
with

filtered as (

    select
        columns([$cluster]) as cluster_id,
        columns([$cluster_else]) as cluster_else,
        coalesce(try_cast(columns([$variable_1]) as double), 0) as z_1,
        coalesce(try_cast(columns([$variable_2]) as double), 0) as z_2,
        coalesce(try_cast(columns([$variable_3]) as double), 0) as z_3,
        coalesce(try_cast(columns([$variable_4]) as double), 0) as z_4,
        coalesce(try_cast(columns([$variable_5]) as double), 0) as z_5,
        coalesce(try_cast(columns([$variable_6]) as double), 0) as z_6,
        coalesce(try_cast(columns([$variable_7]) as double), 0) as z_7,
        coalesce(try_cast(columns([$variable_8]) as double), 0) as z_8,
        coalesce(try_cast(columns([$variable_9]) as double), 0) as z_9,
        coalesce(try_cast(columns([$variable_10]) as double), 0) as z_10,
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
        and ($variable_1 = 'everyone' or try_cast(columns([$variable_1]) as double) is not null)
        and ($variable_2 = 'everyone' or try_cast(columns([$variable_2]) as double) is not null)
        and ($variable_3 = 'everyone' or try_cast(columns([$variable_3]) as double) is not null)
        and ($variable_4 = 'everyone' or try_cast(columns([$variable_4]) as double) is not null)
        and ($variable_5 = 'everyone' or try_cast(columns([$variable_5]) as double) is not null)
        and ($variable_6 = 'everyone' or try_cast(columns([$variable_6]) as double) is not null)
        and ($variable_7 = 'everyone' or try_cast(columns([$variable_7]) as double) is not null)
        and ($variable_8 = 'everyone' or try_cast(columns([$variable_8]) as double) is not null)
        and ($variable_9 = 'everyone' or try_cast(columns([$variable_9]) as double) is not null)
        and ($variable_10 = 'everyone' or try_cast(columns([$variable_10]) as double) is not null)

),

complete as (

    select
        coalesce(filtered.cluster_id, -1 - filtered.cluster_else) as cluster_id,
        filtered.z_1,
        filtered.z_2,
        filtered.z_3,
        filtered.z_4,
        filtered.z_5,
        filtered.z_6,
        filtered.z_7,
        filtered.z_8,
        filtered.z_9,
        filtered.z_10,
        filtered.frequency,
        filtered.weight,
        cast(filtered.frequency * filtered.weight as double) as w
    from filtered

)

-- Counts and weights are whole numbers and exact. The rest are doubles, since products of any
-- scale do not fit a decimal; fsum carries what rounding loses, at no cost, so that a variance
-- which is small beside its mean keeps its digits whatever the order of rows.
select
    complete.cluster_id,
    cast(sum(complete.frequency) as bigint) as n_answers,
    cast(sum(complete.frequency * complete.weight) as bigint) as sum_w,
    cast(
        sum(complete.frequency * complete.weight * complete.weight) as decimal(38, 0)
    ) as sum_w2,
    fsum(complete.w * complete.z_1) as sum_wz_1,
    fsum(complete.w * complete.z_2) as sum_wz_2,
    fsum(complete.w * complete.z_3) as sum_wz_3,
    fsum(complete.w * complete.z_4) as sum_wz_4,
    fsum(complete.w * complete.z_5) as sum_wz_5,
    fsum(complete.w * complete.z_6) as sum_wz_6,
    fsum(complete.w * complete.z_7) as sum_wz_7,
    fsum(complete.w * complete.z_8) as sum_wz_8,
    fsum(complete.w * complete.z_9) as sum_wz_9,
    fsum(complete.w * complete.z_10) as sum_wz_10,
    fsum(complete.w * complete.z_1 * complete.z_1) as sum_wzz_1_1,
    fsum(complete.w * complete.z_1 * complete.z_2) as sum_wzz_1_2,
    fsum(complete.w * complete.z_1 * complete.z_3) as sum_wzz_1_3,
    fsum(complete.w * complete.z_1 * complete.z_4) as sum_wzz_1_4,
    fsum(complete.w * complete.z_1 * complete.z_5) as sum_wzz_1_5,
    fsum(complete.w * complete.z_1 * complete.z_6) as sum_wzz_1_6,
    fsum(complete.w * complete.z_1 * complete.z_7) as sum_wzz_1_7,
    fsum(complete.w * complete.z_1 * complete.z_8) as sum_wzz_1_8,
    fsum(complete.w * complete.z_1 * complete.z_9) as sum_wzz_1_9,
    fsum(complete.w * complete.z_1 * complete.z_10) as sum_wzz_1_10,
    fsum(complete.w * complete.z_2 * complete.z_2) as sum_wzz_2_2,
    fsum(complete.w * complete.z_2 * complete.z_3) as sum_wzz_2_3,
    fsum(complete.w * complete.z_2 * complete.z_4) as sum_wzz_2_4,
    fsum(complete.w * complete.z_2 * complete.z_5) as sum_wzz_2_5,
    fsum(complete.w * complete.z_2 * complete.z_6) as sum_wzz_2_6,
    fsum(complete.w * complete.z_2 * complete.z_7) as sum_wzz_2_7,
    fsum(complete.w * complete.z_2 * complete.z_8) as sum_wzz_2_8,
    fsum(complete.w * complete.z_2 * complete.z_9) as sum_wzz_2_9,
    fsum(complete.w * complete.z_2 * complete.z_10) as sum_wzz_2_10,
    fsum(complete.w * complete.z_3 * complete.z_3) as sum_wzz_3_3,
    fsum(complete.w * complete.z_3 * complete.z_4) as sum_wzz_3_4,
    fsum(complete.w * complete.z_3 * complete.z_5) as sum_wzz_3_5,
    fsum(complete.w * complete.z_3 * complete.z_6) as sum_wzz_3_6,
    fsum(complete.w * complete.z_3 * complete.z_7) as sum_wzz_3_7,
    fsum(complete.w * complete.z_3 * complete.z_8) as sum_wzz_3_8,
    fsum(complete.w * complete.z_3 * complete.z_9) as sum_wzz_3_9,
    fsum(complete.w * complete.z_3 * complete.z_10) as sum_wzz_3_10,
    fsum(complete.w * complete.z_4 * complete.z_4) as sum_wzz_4_4,
    fsum(complete.w * complete.z_4 * complete.z_5) as sum_wzz_4_5,
    fsum(complete.w * complete.z_4 * complete.z_6) as sum_wzz_4_6,
    fsum(complete.w * complete.z_4 * complete.z_7) as sum_wzz_4_7,
    fsum(complete.w * complete.z_4 * complete.z_8) as sum_wzz_4_8,
    fsum(complete.w * complete.z_4 * complete.z_9) as sum_wzz_4_9,
    fsum(complete.w * complete.z_4 * complete.z_10) as sum_wzz_4_10,
    fsum(complete.w * complete.z_5 * complete.z_5) as sum_wzz_5_5,
    fsum(complete.w * complete.z_5 * complete.z_6) as sum_wzz_5_6,
    fsum(complete.w * complete.z_5 * complete.z_7) as sum_wzz_5_7,
    fsum(complete.w * complete.z_5 * complete.z_8) as sum_wzz_5_8,
    fsum(complete.w * complete.z_5 * complete.z_9) as sum_wzz_5_9,
    fsum(complete.w * complete.z_5 * complete.z_10) as sum_wzz_5_10,
    fsum(complete.w * complete.z_6 * complete.z_6) as sum_wzz_6_6,
    fsum(complete.w * complete.z_6 * complete.z_7) as sum_wzz_6_7,
    fsum(complete.w * complete.z_6 * complete.z_8) as sum_wzz_6_8,
    fsum(complete.w * complete.z_6 * complete.z_9) as sum_wzz_6_9,
    fsum(complete.w * complete.z_6 * complete.z_10) as sum_wzz_6_10,
    fsum(complete.w * complete.z_7 * complete.z_7) as sum_wzz_7_7,
    fsum(complete.w * complete.z_7 * complete.z_8) as sum_wzz_7_8,
    fsum(complete.w * complete.z_7 * complete.z_9) as sum_wzz_7_9,
    fsum(complete.w * complete.z_7 * complete.z_10) as sum_wzz_7_10,
    fsum(complete.w * complete.z_8 * complete.z_8) as sum_wzz_8_8,
    fsum(complete.w * complete.z_8 * complete.z_9) as sum_wzz_8_9,
    fsum(complete.w * complete.z_8 * complete.z_10) as sum_wzz_8_10,
    fsum(complete.w * complete.z_9 * complete.z_9) as sum_wzz_9_9,
    fsum(complete.w * complete.z_9 * complete.z_10) as sum_wzz_9_10,
    fsum(complete.w * complete.z_10 * complete.z_10) as sum_wzz_10_10
from complete
group by complete.cluster_id
order by complete.cluster_id
