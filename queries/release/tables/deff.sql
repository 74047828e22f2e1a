-- One row per outcome and cuboid: the ratio of variances with clusters and without.
create table deff (
    outcome varchar not null,
    cuboid varchar not null,
    deff double not null
)
