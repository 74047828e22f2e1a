-- Writes everything into the file itself, so that no write-ahead log is left beside it.
checkpoint
