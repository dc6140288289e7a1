"""The site in the browser while it is being edited: what is saved is built at once, and shown in place.

Two processes. The server (``following``) watches files, answers browsers and never loads Sphinx. The builder
(``standby``) never uses threads: it forks a worker that has made everything ready, builds once, and is gone.
"""
