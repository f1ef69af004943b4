"""Turn a document into pages: themes, fonts, charts as vector scenes, typesetting."""
