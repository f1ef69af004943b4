"""Formulas of derived facts: parsed by `grammar`, evaluated by `arithmetic` on `amounts` (intervals with units), and turned
into values by `formatting`. `derivation` does all this for the facts of a dossier. Formulas are never executed as code.
"""
