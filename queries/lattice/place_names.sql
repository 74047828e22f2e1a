-- One row per institution: what links and screens call it.
select
    institution_label.institution_id,
    institution_label.code,
    institution_label.label
from institution_label
order by institution_label.institution_id
