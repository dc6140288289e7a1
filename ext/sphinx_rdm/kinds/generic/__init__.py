"""Lists of any kind of record, for kinds that nobody has written nodes for."""
