-- One row per Catalog in a release.
select measures.content
from measures
where measures.name = 'catalog'
order by measures.content
