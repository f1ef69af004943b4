"""Editions of a dossier: frozen copies as published, and the differences between them.

`make_snapshot` makes a `Snapshot` of a ledger, `store` writes and reads it as `editions/<edition>.json`, `from_record` gets one from the
record in a finished file. `difference` compares two snapshots, `change_labels` classifies each change, `change_log` compares a dossier
with the edition that it supersedes. `compose/changes` prints the result.
"""
