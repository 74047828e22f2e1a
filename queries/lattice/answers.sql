-- One row per answer to one outcome, flipped before anything is counted.
-- column: text, a column name
-- prefix: text, what keys the flip of this outcome
-- values: list of numbers, the raw answers in order, or the upper ends of bands
-- is_banded: true or false, whether the values are ends of bands
-- replaced: number, the chance that an answer is replaced by a level drawn from all
create or replace temp table answer as
with

given as (

    select
        source_row.* exclude (row_weight), -- noqa: RF03
        columns([$column]) as given_answer
    from source_row

),

levels as (

    select
        given.*,
        case
            when $is_banded
                then 1 + len(
                    list_filter($values, lambda high: high < given.given_answer) -- noqa: RF02
                )
            else list_position($values, given.given_answer)
        end as level_place,
        keyed(secret.inner_block, secret.outer_block, $prefix || given.answer_key) as flip_hash
    from given
    cross join secret
    where
        list_contains($values, given.given_answer)
        or ($is_banded and given.given_answer <= list_max($values))

)

select
    levels.* exclude ( -- noqa: RF02
        given_answer, level_place, flip_hash, person_key, answer_key, worker, place -- noqa: RF02
    ),
    person.record_key,
    of_worker.number as worker,
    of_place.number as place,
    keyed_number(levels.flip_hash, 2) as answer_number,
    cast(
        case
            when
                keyed_number(levels.flip_hash, 0) / 18446744073709551616.0 < $replaced
                then
                    1 + least(
                        len($values) - 1,
                        floor(
                            keyed_number(levels.flip_hash, 1)
                            / 18446744073709551616.0 * len($values)
                        )
                    )
            else levels.level_place
        end as utinyint
    ) as y
from levels
inner join person on levels.person_key = person.person_key
left join standing_for as of_worker
    on levels.worker = of_worker.id and of_worker.stands_as = 'worker'
left join standing_for as of_place
    on levels.place = of_place.id and of_place.stands_as = 'place'
