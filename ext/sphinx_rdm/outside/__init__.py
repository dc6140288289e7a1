"""Checks what lies outside: finds the web addresses of data and pages, asks for them, and remembers what fails.

No build does this. Servers are asked by a command alone.
"""
