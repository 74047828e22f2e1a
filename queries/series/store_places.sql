-- One row per institution: how it was settled, and the people behind it then.
insert into fresh.place
select
    settled.number,
    settled.is_large,
    settled.kind,
    settled.n,
    list(distinct place_person.record_key) as people
from settled
inner join place_person on settled.number = place_person.number
where settled.is_anew
group by settled.number, settled.is_large, settled.kind, settled.n
