-- Fills a column with the merged level of its source level.
-- members: list of text, the source's levels
-- levels: list of text, the merged level of each member
update "{table}" set
    "{column}" = $levels[list_position($members, cast("{source}" as varchar))]
where list_contains($members, cast("{source}" as varchar))
