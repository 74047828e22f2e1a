-- One row per length of a pseudonym.
select distinct length(pseudonym.pseudonym) as n_characters
from pseudonym
order by n_characters
