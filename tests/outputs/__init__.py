"""Everything that the shipped dossiers come out as, kept and compared: the safety net of changes that must change no output."""
