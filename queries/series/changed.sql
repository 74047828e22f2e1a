-- One row per answer of one outcome that came, left or changed since an earlier release.
-- release_no: integer; outcome: text
-- columns: list of text, column names of the released Dimensions and `everyone`
create or replace temp table changed as
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

),

now as (

    select
        answer_number,
        record_key,
        y,
        worker,
        place,
        [*columns($columns)] as levels
    from answers

),

before as (

    select
        member.answer_number,
        member.record_key,
        member.y,
        member.worker,
        member.place,
        member.levels
    from state.member as member
    where member.release_no = $release_no and member.outcome = $outcome

)

select
    true as is_new,
    now.*
from now
anti join before
    on
        now.answer_number = before.answer_number
        and now.record_key = before.record_key
        and now.y = before.y
        and now.levels = before.levels
union all
select
    false as is_new,
    before.*
from before
anti join now
    on
        before.answer_number = now.answer_number
        and before.record_key = now.record_key
        and before.y = now.y
        and before.levels = now.levels
