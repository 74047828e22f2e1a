-- One row per record of a Parquet file, every value as trimmed text.
-- path: text, the file
select
    nullif(
        regexp_replace(
            trim(cast(columns(*) as varchar), e' \t\r\n'), '^(-?[0-9]+)\.0$', '\1'
        ),
        ''
    )
from read_parquet($path, hive_partitioning = false)
