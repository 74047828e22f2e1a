-- One row per level of one Dimension: how far weights move the share of a box, or the mean.
-- column: text, a column name; by: text, the same
-- box: list of numbers, or null for the mean
-- low: number, where the scale begins; span: number, how wide it is
-- minimum: integer, the answers of a level that counts
with

answers as (

    select
        row_weight,
        columns([$by]) as level,
        columns([$column]) as given_answer
    from source_row

),

scores as (

    select
        answers.level,
        answers.row_weight,
        case
            when $box is null then (answers.given_answer - $low) / $span
            else cast(list_contains($box, answers.given_answer) as double)
        end as score
    from answers
    where answers.given_answer is not null

)

select
    cast(scores.level as varchar) as level,
    abs(
        sum(scores.score * scores.row_weight) / sum(scores.row_weight) - avg(scores.score)
    ) as difference
from scores
group by scores.level
having count(*) >= $minimum
order by difference desc
