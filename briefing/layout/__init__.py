"""From a document to pages: themes, fonts, charts as scenes, typesetting."""
