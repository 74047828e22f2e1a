-- One row per area, month, income, race, setting and profession sought.
create table access_request (
    area_id integer not null,
    month date not null,
    recipient_income varchar,
    recipient_race_ethnicity varchar,
    setting varchar,
    profession varchar,
    requests integer not null,
    got_human integer,
    got_ai_assisted integer,
    got_bot integer,
    got_nothing integer,
    median_wait_days double,
    mean_wait_days double,
    human_over_week integer,
    ai_assisted_over_week integer
)
