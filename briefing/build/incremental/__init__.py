"""Parts of the up-to-date check: a build keeps in its manifest what it read, and a later one compares that with the present.

`input_files` hashes files, `quick_check` compares hashes, `recorded_inputs` compares what the brief reads of its facts. In doubt a
brief is rebuilt.
"""
