-- One row: how many of some texts are the pseudonym of anybody or anything.
-- texts: list of text
select count(*) as n
from pseudonym
where pseudonym.pseudonym in (select unnest($texts))
