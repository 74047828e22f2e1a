-- One row per level text: the code that stands for it.
select
    level_code.code,
    level_code.level
from level_code
order by level_code.code
