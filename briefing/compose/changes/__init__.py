"""What changed since the edition before: the box, the table and their words."""
