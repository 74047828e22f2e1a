-- One row per text of a release and where it stands.
-- dimensions: list of text, names of the released Dimensions
with

levels as (

    select distinct unnest([*columns($dimensions)]) as told
    from cells

),

outcomes as (

    select distinct unnest([cells.cuboid, cells.outcome, cells.level]) as told
    from cells

),

told as (

    select
        dataset.dataset_id,
        dataset.title,
        dataset.version,
        dataset.source_type,
        dataset.licence,
        dataset.citation,
        dataset.consent_basis
    from dataset

)

select
    'cells' as place,
    levels.told
from levels
where levels.told is not null
union
select
    'cells' as place,
    outcomes.told
from outcomes
union
select
    'dims.label' as place,
    dims.label as told
from dims
union
select
    'dims.level' as place,
    dims.level as told
from dims
union
select
    'meta.' || meta.name as place,
    meta.content as told
from meta
union
select
    'measures' as place,
    measures.content as told
from measures
union
select
    'bands' as place,
    unnest([bands.outcome, bands.level]) as told
from bands
union
select
    'published' as place,
    unnest([published.outcome, published.level, published.institution, published.quarter]) as told
from published
union all by name
select
    'dataset.' || told.name as place,
    told.content as told
from (
    unpivot told on columns(*) into name name value content
) as told
order by place, told
