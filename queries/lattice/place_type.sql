-- One row per institution level that has a single kind, both as small numbers.
create or replace temp table place_type as
select
    of_place.code,
    of_kind.code as type_code
from kind_text
inner join level_code as of_place on kind_text.level = of_place.level
inner join level_code as of_kind on kind_text.kind = of_kind.level
