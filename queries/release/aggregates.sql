-- One row per institution, quarter and level of one measure: how many answers were published.
-- measure: text, a column name
-- values: list of numbers, the answers in order; levels: list of text, what each is called
with

answers as (

    select
        institution,
        quarter,
        frequency,
        $levels[list_position($values, try_cast(columns([$measure]) as double))] as answer_level
    from encounter_answer

)

select
    answers.answer_level as level,
    institution_label.label as institution,
    coalesce(answers.quarter, 'not_stated') as quarter,
    cast(sum(answers.frequency) as bigint) as n
from answers
inner join institution_label on answers.institution = institution_label.code
where answers.answer_level is not null
group by all
order by institution, quarter, level
