"""Changes since the previous edition: the box, the table and their words."""
