-- One row per institution, quarter and level of one measure: how many answers were published.
-- measure: text, a column name
-- values: list of numbers, the answers in order; levels: list of text, what each is called
with

answers as (

    select
        institution,
        quarter,
        frequency,
        list_position($values, try_cast(columns([$measure]) as double)) as place
    from encounter_answer

)

select
    $levels[answers.place] as level,
    institution_label.label as institution,
    coalesce(answers.quarter, 'not_stated') as quarter,
    cast(sum(answers.frequency) as bigint) as n
from answers
inner join institution_label on answers.institution = institution_label.code
where answers.place is not null
group by all
order by institution, quarter, level
