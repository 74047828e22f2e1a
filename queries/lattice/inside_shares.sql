-- One row per one or two Dimensions and one that holds levels of theirs.
-- It tells of how many answers to an outcome that was counted last.
select
    inside.determinant,
    inside.dimension,
    max(inside.inside_share) as inside_share
from inside
inner join gathered on inside.outcome = gathered.outcome
group by inside.determinant, inside.dimension
order by inside.determinant, inside.dimension
