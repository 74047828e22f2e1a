-- One row per word that SQL keeps for itself.
select duckdb_keywords.keyword_name as word
from duckdb_keywords()
where duckdb_keywords.keyword_category = 'reserved'
order by duckdb_keywords.keyword_name
