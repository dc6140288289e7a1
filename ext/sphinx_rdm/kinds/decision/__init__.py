"""Decisions: questions whose answers lead to an end or to further questions."""
