"""Batches: many briefs with one template, built by several processes or on a Dask cluster.

`items` finds the briefs in a folder, `row_dossiers` makes them from the rows of a table. `pool` and `dask` build them. `journal` records
each finished brief while a batch runs; `batch_report` is the result as JSON.
"""
