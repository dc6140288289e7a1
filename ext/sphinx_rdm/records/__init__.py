"""The records behind the lists: read, checked and queried without Sphinx.

Nothing in this package may import Sphinx or docutils, so that the command line answers at once
and every function here can be tested on plain values.
"""
