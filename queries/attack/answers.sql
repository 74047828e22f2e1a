-- One row per answer to one outcome: its levels as codes, who gave it and where, what it says.
-- dimensions: list of text, column names of levels
select
    enum_code(columns($dimensions)),
    coalesce(cast(answer.worker >> 1 as bigint), -1) as worker,
    coalesce(cast(answer.place >> 1 as bigint), -1) as place,
    answer.answer_number,
    cast(answer.y as integer) - 1 as y
from answer
order by answer.answer_number
