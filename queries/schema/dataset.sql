-- One row per data file.
create table dataset (
    dataset_id varchar not null,
    title varchar not null,
    version varchar not null,
    source_type varchar not null,
    licence varchar not null,
    citation varchar not null,
    consent_basis varchar not null,
    min_cell integer,
    truth_hash varchar,
    is_published_aggregate boolean
)
