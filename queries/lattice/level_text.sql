-- One row per level text, with those that no data needs to hold.
create or replace temp table level_text as
select unnest(['everyone', 'not_stated']) as level
