-- One row: the two blocks of the key of this publish; it is never in any file.
-- inner_block: bytes; outer_block: bytes
create or replace temp table secret as
select
    cast($inner_block as blob) as inner_block,
    cast($outer_block as blob) as outer_block
