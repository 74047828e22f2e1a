-- One row per cuboid and outcome: the design effect of clusters, in the middle of its cells.
-- It is widened by (t / z)², since a release is read with the normal distribution: with k clusters
-- t / z = 1 + (z² + 1) / 4 df + (5z⁴ + 16z² + 3) / 96 df², df = k - 1, z = 1.96 (Cornish-Fisher).
-- outcome: integer; cuboid: integer
-- by_worker: true or false, whether practitioners are the clusters instead of institutions
-- top: list of integers, places of levels; bottom: list of integers, the same
-- minimum_clusters: integer; minimum_answers: integer
insert into effect
with

by_level as (

    select
        part.cell,
        case when $by_worker then part.worker else part.place end as cluster_id,
        part.n,
        unnest([
            part.y,
            cast(list_contains($top, part.y) as integer),
            cast(list_contains($bottom, part.y) as integer)
        ]) as score,
        unnest([1, 2, 3]) as shown
    from part

),

by_cluster as (

    select
        by_level.cell,
        by_level.shown,
        cast(sum(by_level.n) as double) as n,
        cast(sum(by_level.n * by_level.score) as double) as total,
        cast(sum(by_level.n * by_level.score * by_level.score) as double) as squares
    from by_level
    where by_level.cluster_id is not null
    group by by_level.cell, by_level.shown, by_level.cluster_id

),

by_cell as (

    select
        by_cluster.cell,
        by_cluster.shown,
        count(*) as clusters,
        sum(by_cluster.n) as n,
        sum(by_cluster.total) / sum(by_cluster.n) as mean,
        sum(by_cluster.squares) / sum(by_cluster.n) as square,
        sum(by_cluster.total * by_cluster.total) as totals,
        sum(by_cluster.total * by_cluster.n) as products,
        sum(by_cluster.n * by_cluster.n) as sizes
    from by_cluster
    group by by_cluster.cell, by_cluster.shown
    having count(*) >= $minimum_clusters and sum(by_cluster.n) >= $minimum_answers

),

effects as (

    select
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

    select median(effects.effect) as effect
    from effects
    group by effects.shown

)

select
    $outcome as outcome,
    $cuboid as cuboid,
    max(medians.effect) as effect
from medians
