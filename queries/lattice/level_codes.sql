-- One row per level text: the small number that stands for it.
create or replace temp table level_code as
select distinct
    cast(enum_code(cast(level_text.level as level_of)) as ubigint) as code,
    level_text.level
from level_text
where level_text.level is not null
