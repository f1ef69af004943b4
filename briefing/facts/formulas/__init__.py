"""Formulas of derived facts.

`grammar` parses them, `arithmetic` evaluates them on `amounts` (intervals with units), `formatting` turns
results into values, and `derivation` does all this for the facts of a dossier. Formulas are never executed as
code.
"""
