-- One row per institution and year.
create table institution (
    institution_id integer not null,
    year integer not null,
    institution_name varchar,
    organisation varchar,
    setting varchar,
    sector varchar,
    ownership varchar,
    region varchar,
    area_id integer,
    resource_level varchar,
    safety_net boolean,
    relational_leadership double,
    relational_coordination double,
    mentoring double,
    reflective_practice varchar,
    measure_intensity double,
    script_mandate double,
    ai_adoption varchar,
    ai_disclosure varchar,
    ai_data_retention varchar,
    staff_recipient_ratio double
)
