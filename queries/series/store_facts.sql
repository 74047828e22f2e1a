-- One row per fact about the series.
-- fact_names: list of text; contents: list of text
insert into fresh.fact
select
    unnest($fact_names) as fact_name,
    unnest($contents) as fact_content
