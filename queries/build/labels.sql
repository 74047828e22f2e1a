-- One row per institution: its code and its words.
select
    institution_label.code,
    institution_label.label
from institution_label
order by institution_label.code
