"""Reviewed copies of a brief against what they were built from, and against the dossier as it stands now.

`words` cuts text into words and finds what changed, `pairing` says which paragraph is which, `changes` makes edits of it, with
`figures` and `hands`; `remarks` says what a comment hangs on, `found` is all that of one copy. `standing` and `places` hold edits against
the dossier of today, `conflicts` finds those that contradict one another, `review` does all of it. Reads no file of a dossier,
writes none.
"""
