"""Organisations that help researchers or set rules for them."""
