"""What is due: what is stale, dead, unused or missing, each with the line to edit; without Sphinx and without a clock.

A command and a page show the same lines.
"""
