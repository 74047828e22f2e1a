-- One row: the two values that cut a column into thirds over institution-years, or over areas.
-- table: text, a standard table
-- column: text, a column name
with

measured as (

    select columns([$column]) as measured
    from query_table($table)

)

select
    quantile_cont(measured.measured, 1.0 / 3) as first_cut,
    quantile_cont(measured.measured, 2.0 / 3) as second_cut
from measured
