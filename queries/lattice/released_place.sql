-- One row per institution: the level it has in the release, as a small number.
create or replace temp table released_place as
select
    place_text.institution_id,
    cast(place_text.level as level_of) as level
from place_text
