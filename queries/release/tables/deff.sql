-- One row per outcome and cuboid: how much wider clusters make an interval, as a ratio of variances.
create table deff (
    outcome varchar not null,
    cuboid varchar not null,
    deff double not null
)
