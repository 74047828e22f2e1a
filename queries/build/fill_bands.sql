-- Fills a column with the band its source value falls in; a value on a cut is in the lower band.
-- cuts: list of numbers, ascending
-- levels: list of text, one more than cuts
update "{table}" set
    "{column}" = $levels[1 + len(list_filter($cuts, lambda cut: cut < "{source}"))]
where "{source}" is not null
