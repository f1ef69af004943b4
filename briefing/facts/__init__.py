"""Facts in YAML, CSV, XLSX and BibTeX files, loaded to a frozen `Ledger`. `load` is the entry point."""
