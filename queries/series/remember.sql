-- One row per answer of one outcome: what it is counted as in this release.
-- release_no: integer; outcome: text
-- columns: list of text, column names of the released Dimensions and `everyone`
insert into fresh.member
with

answers as (

    select
        answer_number,
        record_key,
        y,
        worker,
        place,
        cast(columns($columns) as varchar)
    from answer

)

select
    $release_no as release_no,
    $outcome as outcome,
    answer_number,
    record_key,
    y,
    worker,
    place,
    [*columns($columns)] as levels
from answers
