"""Facts from and for spreadsheets and reference managers."""
