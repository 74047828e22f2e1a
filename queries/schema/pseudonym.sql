-- One row per numbered institution, area, practitioner, recipient or encounter: its pseudonym.
-- The id numbers those of one kind in all tables; the keyed pseudonym is in no answer table.
create table pseudonym (
    kind varchar not null,
    id integer not null,
    pseudonym varchar not null
)
