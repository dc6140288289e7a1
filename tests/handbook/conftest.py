"""The handbook, built once."""

from handbook.sources import handbook

__all__ = ["handbook"]
