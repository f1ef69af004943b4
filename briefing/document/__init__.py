"""The document model, the one contract between composing and writing, and what is said about a document."""
