"""Find the edits in reviewed copies of a brief, and compare them with the current dossier.

`word_diff` and `paragraph_diff` find what changed in a text, and `paragraph_pairing` matches paragraphs; `text_changes`
makes edits of the changes with `figure_edits`, `authorship` and `moved_facts`; `comment_edits` does so for comments, and
`find_edits` for a whole copy. `match_passages`, `edit_status` and `source_locations` compare edits with the dossier;
`conflicts` finds contradictions; `review_result` runs all of it; `report_text` and `report_html` present the result. No file
of a dossier is read or written.
"""
