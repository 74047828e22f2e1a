-- Hides the published cells whose counts came to too few after noise.
update cell
set is_shown = false
where cell.cell_id in (
    select noisy.cell_id
    from noisy
    inner join cell as noisy_cell on noisy.cell_id = noisy_cell.cell_id
    where not noisy_cell.is_frozen
    group by noisy.cell_id, noisy_cell.minimum_answers
    having sum(noisy.n_p) < noisy_cell.minimum_answers
)
