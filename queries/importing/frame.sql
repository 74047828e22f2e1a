-- One row per row of a registered frame, every value as trimmed text.
-- frame: text, its name
select
    nullif(
        regexp_replace(
            trim(cast(columns(*) as varchar), e' \t\r\n'), '^(-?[0-9]+)\.0$', '\1'
        ),
        ''
    )
from query_table($frame)
