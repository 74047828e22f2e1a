-- One row per text of the source that no release may hold: institutions by name, stories.
-- released: list of text, levels of released Dimensions, which may be kinds of institutions
-- named: list of integers, institutions that may be named
with

names as (

    select
        institution_label.label as source_name,
        true as is_institution
    from institution_label
    where not list_contains($named, institution_label.institution_id)
    union
    select
        institution_label.code as source_name,
        true as is_institution
    from institution_label
    union
    select
        institution.institution_name as source_name,
        true as is_institution
    from institution
    where not list_contains($named, institution.institution_id)
    union
    select
        institution.organisation as source_name,
        false as is_institution
    from institution
    union
    select
        vignette.story as source_name,
        false as is_institution
    from vignette

)

select
    names.source_name,
    bool_or(names.is_institution) as is_institution
from names
where names.source_name is not null and not list_contains($released, names.source_name)
group by names.source_name
order by names.source_name
