from sphinx.application import Sphinx

extensions = ["myst_parser", "sphinx_external_toc", "sphinx_rdm"]
extensions += ["sphinx_rdm.pdf", "sphinx_rdm.epub", "sphinx_rdm.search", "sphinx_rdm.lint", "sphinx_rdm.site"]
project = "Atlas"
version = release = "1"
author = copyright = "Walkers"
html_theme = "basic"
primary_domain = "rdm"
source_suffix = {".md": "markdown"}
external_toc_path = "_toc.yml"
external_toc_exclude_missing = False


def setup(app: Sphinx) -> None:
    # Loaded by sphinx-external-toc, and safe, though it does not say so.
    app.extensions["sphinx_multitoc_numbering"].parallel_read_safe = True
