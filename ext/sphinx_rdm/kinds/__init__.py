"""The kinds of records: what each may say, what is asked of it, and how pages show it."""
