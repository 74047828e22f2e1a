-- One macro: the first or second eight bytes of a keyed hash as a whole number.
create or replace temp macro keyed_number(hash, place) as
cast('0x' || substr(hash, 16 * place + 1, 16) as ubigint)
