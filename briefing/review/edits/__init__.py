"""Reviewed copies of a brief against what they were built from, and against the dossier as it stands now.

`words` cuts text into words and finds what changed, `inked` goes by tracked changes where there are any, `pairing` says which paragraph
is which, `changes` makes edits of it, with `figures`, `hands` and `carried`; `remarks` says what a comment hangs on, `found` is all that of
one copy. `following` finds passages of a build in the brief of today, `standing` and `places` hold edits against the dossier,
`conflicts` finds those that contradict one another, `review` does all of it; `telling` and `page` put it into words. Reads no file of a
dossier, writes none.
"""
