-- Puts the answers of the past that left, or their old versions, among the answers.
-- columns: list of text, column names of the released Dimensions and `everyone`
insert into answer by name
select
    gone.answer_number,
    gone.record_key,
    gone.y,
    gone.worker,
    gone.place,
    cast(columns($columns) as level_of)
from gone
