-- One row per element of a Parquet file's schema: the root first, then columns and their parts.
-- path: text, the file
select
    parquet_schema.name,
    coalesce(parquet_schema.num_children, 0) as n_parts
from parquet_schema($path)
