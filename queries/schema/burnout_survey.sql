-- One row per practitioner, wave, instrument and scale.
create table burnout_survey (
    practitioner_id integer not null,
    wave date,
    instrument varchar not null,
    scale varchar not null,
    raw double not null,
    raw_min double not null,
    raw_max double not null,
    direction varchar not null,
    is_case boolean,
    impeded_relationship double,
    workload double,
    ehr_after_hours double,
    job_satisfaction integer,
    intent_to_leave integer,
    responded boolean,
    frequency integer
)
