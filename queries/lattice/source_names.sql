-- One row per text of the source that no release may hold: institutions by name, stories.
-- released: list of text, levels of released Dimensions, which may be kinds of institutions
with

names as (

    select institution_label.label as source_name
    from institution_label
    union
    select institution_label.code as source_name
    from institution_label
    union
    select institution.institution_name as source_name
    from institution
    union
    select institution.organisation as source_name
    from institution
    union
    select vignette.story as source_name
    from vignette

)

select names.source_name
from names
where names.source_name is not null and not list_contains($released, names.source_name)
order by names.source_name
