"""Facts in plain text → a frozen ledger in which every value knows where it was typed. Entered through `load`."""
