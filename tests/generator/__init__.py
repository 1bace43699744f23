"""Annual reports that never were, with the truth beside them: figures, prose, layouts and damages from a seed."""
