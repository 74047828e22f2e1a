-- One row per line of a delimited utf-8 file below its header, every value as trimmed text.
-- path: text, the file
-- columns: struct, a name per column in the order of the file, each 'varchar'
-- delimiter: text, one character
select
    nullif(
        regexp_replace(trim(columns(*), e' \t\r\n'), '^(-?[0-9]+)\.0$', '\1'), ''
    )
from read_csv(
    $path,
    columns = $columns,
    delim = $delimiter,
    auto_detect = false,
    header = true,
    quote = '"',
    escape = '"',
    nullstr = '',
    strict_mode = true,
    null_padding = false,
    hive_partitioning = false,
    store_rejects = true
)
