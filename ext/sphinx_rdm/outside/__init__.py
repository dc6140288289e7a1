"""Checks what lies outside: asks for the web addresses of data and pages, and remembers what fails.

No build does this. Servers are asked by a command alone.
"""
