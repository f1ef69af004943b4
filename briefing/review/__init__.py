"""Compare and verify finished files, trace their figures, and apply reviewers' edits to the dossier."""
