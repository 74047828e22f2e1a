-- One type: every level that the released Dimensions hold, so that a level is a small number.
create temp type level_of as enum ( -- noqa: PRS
    select distinct level_text.level
    from level_text
    where level_text.level is not null
    order by level_text.level
)
