"""Many briefs of one template: which they are, what came of each, and what is kept of that on disk.

`items` finds them in a folder, `rows` makes them of the rows of a table, `journal` remembers what is done while a batch runs, `report`
tells what came of it. Builds nothing and starts no process: that is `cli`'s.
"""
