-- One row per outcome of one cuboid: the design effect of clusters, in the middle of its cells.
-- It is widened by (t / z)², since a release is read with the normal distribution: with k clusters
-- t / z = 1 + (z² + 1) / 4 df + (5z⁴ + 16z² + 3) / 96 df², df = k - 1, z = 1.96 (Cornish-Fisher).
-- cuboid: integer
-- by_worker: true or false, whether practitioners are the clusters instead of institutions
-- minimum_clusters: integer; minimum_answers: integer
insert into effect
with

by_cluster as (

    select
        part.outcome,
        part.cell,
        sum(part.n) as n,
        sum(part.n * part.y) as total_of_y,
        sum(part.n * part.y * part.y) as squares_of_y,
        coalesce(sum(part.n) filter (where outcome_level.is_top), 0) as n_top,
        coalesce(sum(part.n) filter (where outcome_level.is_bottom), 0) as n_bottom
    from part
    inner join outcome_level on part.outcome = outcome_level.outcome and part.y = outcome_level.y
    where
        outcome_level.is_flipped
        and case when $by_worker then part.worker else part.place end is not null
    group by part.outcome, part.cell, case when $by_worker then part.worker else part.place end

),

large as (

    select
        by_cluster.outcome,
        by_cluster.cell
    from by_cluster
    group by by_cluster.outcome, by_cluster.cell
    having count(*) >= $minimum_clusters and sum(by_cluster.n) >= $minimum_answers

),

by_score as (

    select
        by_cluster.outcome,
        by_cluster.cell,
        cast(by_cluster.n as double) as n,
        cast(unnest([
            by_cluster.total_of_y, by_cluster.n_top, by_cluster.n_bottom
        ]) as double) as total,
        cast(unnest([
            by_cluster.squares_of_y, by_cluster.n_top, by_cluster.n_bottom
        ]) as double) as squares,
        unnest([1, 2, 3]) as shown
    from by_cluster
    inner join large on by_cluster.outcome = large.outcome and by_cluster.cell = large.cell

),

by_cell as (

    select
        by_score.outcome,
        by_score.cell,
        by_score.shown,
        count(*) as clusters,
        sum(by_score.n) as n,
        sum(by_score.total) / sum(by_score.n) as mean,
        sum(by_score.squares) / sum(by_score.n) as square,
        sum(by_score.total * by_score.total) as totals,
        sum(by_score.total * by_score.n) as products,
        sum(by_score.n * by_score.n) as sizes
    from by_score
    group by by_score.outcome, by_score.cell, by_score.shown

),

effects as (

    select
        by_cell.outcome,
        by_cell.shown,
        by_cell.clusters / (by_cell.clusters - 1) / by_cell.n
        * (
            by_cell.totals
            - 2 * by_cell.mean * by_cell.products
            + by_cell.mean ** 2 * by_cell.sizes
        )
        / (by_cell.square - by_cell.mean ** 2)
        * (1 + 1.2104 / (by_cell.clusters - 1) + 1.4401 / (by_cell.clusters - 1) ** 2) ** 2
            as effect
    from by_cell
    where by_cell.square - by_cell.mean ** 2 > 1e-9

),

medians as (

    select
        effects.outcome,
        median(effects.effect) as effect
    from effects
    group by effects.outcome, effects.shown

)

select
    medians.outcome,
    $cuboid as cuboid,
    max(medians.effect) as effect
from medians
group by medians.outcome
