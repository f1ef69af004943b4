"""A spreadsheet → fact modules: files of a dossier in which every guess is marked, and a report of what was guessed and left out.

Takes the path of an XLSX, CSV or JSON file and what is known of the dossier it goes into; gives the text of new files. `reading`
makes sheets of cells; `headings`, `units`, `values` and `days` say what stands in them; `shapes` tells how a sheet is laid out and
makes observations of it; `sourcing` and `entries` make facts of those; `writing` types them, with a comment at each guess;
`plan` puts the files together. Must not write a file, print, or know the clock.
"""
