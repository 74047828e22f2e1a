-- One row: how many encounters and pseudonyms a data file holds.
select
    (select count(*) from encounter) as n_encounters,
    (select count(*) from pseudonym) as n_pseudonyms
