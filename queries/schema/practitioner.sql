-- One row per practitioner; never listed or ranked.
create table practitioner (
    practitioner_id integer not null,
    institution_id integer,
    profession varchar,
    experience_band varchar,
    worker_gender varchar,
    worker_race_ethnicity varchar,
    wage_band varchar,
    caseload integer,
    mission_focus double,
    has_mentor boolean,
    trauma_exposure double,
    workload double,
    left_month date
)
