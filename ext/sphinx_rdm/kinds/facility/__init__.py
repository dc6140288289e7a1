"""Places that produce or work on data for others."""
