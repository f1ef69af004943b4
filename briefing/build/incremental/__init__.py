"""What a build read, kept in its manifest, and compared with the present: the parts of the up-to-date check.

`input_files` hashes files, `quick_check` compares hashes, `recorded_inputs` compares what the brief reads of its facts. In doubt a
brief is rebuilt.
"""
