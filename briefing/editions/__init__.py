"""Editions of a dossier: each frozen as it went out, what differs between two, and how a brief tells it.

`freezing` makes a `Snapshot` of a ledger, `frozen_file` keeps and reads it, `travelled` gets one out of a finished file's record;
`difference` compares two, `labels` says what a change is to be called; `change_log` holds a dossier against the edition that it
supersedes, and `box` and `table` print that. Reads one file of the dossier, `editions/<edition>.json`, and writes none.
"""
