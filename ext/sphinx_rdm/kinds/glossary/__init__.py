"""Terms with their definitions."""
