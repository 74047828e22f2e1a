-- One row per institution that stays as an earlier release settled it.
insert into fresh.place
select earlier.*
from state.place as earlier
inner join settled on earlier.number = settled.number
where not settled.is_anew
