"""From a dossier to finished files: options, pipeline, manifest, batches."""
