"""Facts and section templates in, the same brief as PDF and Word out. See ARCHITECTURE.md."""
