"""Import a spreadsheet as fact files in which every guess is marked, with a report of guesses and omissions.

Take the path of an XLSX, CSV or JSON file and the dossier it is imported into; return the text of new files.
`open_file` reads sheets of cells; `headings`, `unit_text`, `cell_values` and `date_cells` interpret the cells;
`sheet_layout` recognises how a sheet is laid out, and `observations` and `grouping` turn rows into facts; `row_sources`
and `yaml_entries` turn those into entries; `yaml_writer` writes them, with a comment at each guess; `import_plan` puts the
files together. Nothing here writes a file, prints or reads the clock.
"""
