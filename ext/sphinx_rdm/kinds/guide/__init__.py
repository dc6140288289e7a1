"""The data type guide: where types of data are deposited, and how they are described or written."""
