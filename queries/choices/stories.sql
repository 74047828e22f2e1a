-- One row per story, in the order in which they were written.
select
    vignette_id,
    title,
    story,
    kind,
    status,
    reviewers,
    review_date,
    content_note,
    filter_tags,
    data_link
from vignette
order by vignette_id
