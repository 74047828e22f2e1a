-- One row per release: where its data comes from.
create table dataset (
    dataset_id varchar not null,
    title varchar not null,
    version varchar not null,
    source_type varchar not null,
    licence varchar not null,
    citation varchar not null,
    consent_basis varchar not null,
    is_published_aggregate boolean not null
)
