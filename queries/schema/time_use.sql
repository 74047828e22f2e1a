-- One row per practitioner and month, hours.
create table time_use (
    practitioner_id integer not null,
    month date not null,
    direct_connective double,
    direct_task double,
    documentation double,
    measure_reporting double,
    after_hours double,
    admin double,
    other double,
    unmeasured_share double,
    uncredited_minutes_per_encounter double
)
