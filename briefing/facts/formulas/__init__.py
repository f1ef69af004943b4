"""Numbers that we work out: a formula as typed → its tree (`grammar`), amounts with bounds and units (`intervals`, `amounts`,
`reckoning`), and how the result is said (`printing`). `derivation` does this for the facts of a dossier. Nothing typed is run.
"""
