-- One row per outcome and cuboid: its design effect.
select
    deff.outcome,
    deff.cuboid,
    deff.deff as design
from deff
order by
    deff.outcome,
    deff.cuboid
