"""Build and test the documentation.

`blocks` parses a page into steps, `walk` follows them in an empty folder, `console` compares what commands print with what the page shows,
`reviewing` does what the page asks for in Word, `pictures` draws pages of the briefs, `reference` makes lists from the code, `lists` keeps
those lists in the pages, `staging` collects the pages, and `__main__` builds the site with Sphinx. Nothing here ships with the package.
"""
