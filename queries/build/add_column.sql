-- Adds an empty column to a table.
alter table "{table}" add column "{column}" "{type}"
