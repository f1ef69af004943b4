"""Reviewed copies of a brief against what they were built from, and against the dossier as it stands now.

`words` cuts text into words and finds what changed, `pairing` says which paragraph is which, `changes` makes edits of it, `figures` finds
the facts in them, `comments` says what a comment hangs on, `standing` holds edits against the dossier of today, `conflicts` finds edits that
contradict one another. Reads no file of a dossier, writes none.
"""
