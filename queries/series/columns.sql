-- No row: the columns of the levels, in the order in which the answers hold them.
-- columns: list of text, column names of the released Dimensions and `everyone`
select columns($columns)
from answer
order by everyone
limit 0
