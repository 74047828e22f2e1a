-- One row per kind of pseudonym: how many there are.
select
    pseudonym.kind,
    count(*) as n
from pseudonym
group by pseudonym.kind
order by pseudonym.kind
