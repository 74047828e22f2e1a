-- One row per area.
create table community (
    area_id integer not null,
    ucla3_lonely_share double,
    deprivation_quintile integer,
    civic_participation double,
    human_provider_per_10k double
)
