-- One row: how many rows those tables of a release hold that have one row.
select
    (select count(*) from measures) as n_measures,
    (select count(*) from dataset) as n_dataset
