"""Document model: the contract between composing and writing, and what is derived from a document."""
