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
        cast(columns($columns) as varchar)
    from answer

),

now as (

    select
        answer_number,
        record_key,
        y,
        [*columns($columns)] as levels
    from answers

),

before as (

    select
        member.answer_number,
        member.record_key,
        member.y,
        member.levels
    from state.member as member
    where member.release_no = $release_no and member.outcome = $outcome

),

come as (

    select now.*
    from now
    except
    select before.*
    from before

),

gone as (

    select before.*
    from before
    except
    select now.*
    from now

)

select
    true as is_new,
    come.*
from come
union all
select
    false as is_new,
    gone.*
from gone
