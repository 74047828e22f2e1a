-- No or one row per encounter, sampled: the worker's side.
create table worker_reflection (
    encounter_id integer not null,
    purpose integer,
    dignity integer,
    meaning integer,
    seen_by_recipient integer,
    dissonance integer,
    uncredited boolean
)
