"""Processes: what is done one after the other, by whom and when."""
