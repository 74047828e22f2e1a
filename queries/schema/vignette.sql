-- One row per story; never evidence.
create table vignette (
    vignette_id integer not null,
    profession varchar,
    setting varchar,
    theme varchar,
    title varchar,
    story varchar not null,
    kind varchar not null,
    reviewers varchar,
    review_date date,
    content_note varchar,
    filter_tags varchar,
    status varchar not null,
    data_link varchar
)
