-- Lets nothing that is read be put down on disk.
set max_temp_directory_size = '0KB'
