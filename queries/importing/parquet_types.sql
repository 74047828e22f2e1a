-- One row: the type of each column of a Parquet file.
-- path: text, the file
select any_value(typeof(columns(*)))
from read_parquet($path, hive_partitioning = false)
