-- One row: where this data comes from.
select
    dataset.dataset_id,
    dataset.title,
    dataset.version,
    dataset.source_type,
    dataset.licence,
    dataset.citation,
    dataset.consent_basis,
    dataset.is_published_aggregate
from dataset
