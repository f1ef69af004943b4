"""Import a spreadsheet as fact files in which every guess is marked, with a report of guesses and omissions.

Take the path of an XLSX, CSV or JSON file and the dossier it is imported into; return the text of new files.
`open_file` reads sheets of cells, `sheet_tables` splits them into tables, and `sheet_frame` splits each table into headings,
rows and notes, with `headings`, `row_context`, `footnotes`, `unit_text`, `cell_values` and `date_cells` to interpret them.
`sheet_layout` recognises how a table is laid out, and `observations` and `grouping` turn rows into facts; `row_sources` and
`yaml_entries` turn those into entries, and `yaml_writer` writes them, with a comment at each guess. `leftovers` finds what
became nothing, and `import_plan` puts the files and the report together. Nothing here writes a file, prints or reads the clock.
"""
