"""Checklists: statements that are true when a thing is done."""
