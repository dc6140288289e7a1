"""Settings of the handbook. What the site is called and who publishes it stands in ``data/site.yml``."""

from sphinx.application import Sphinx

extensions = ["myst_parser", "sphinx_design", "sphinx_external_toc", "sphinx_rdm"]

version = release = "0.1"
language = "en"
primary_domain = "rdm"
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
exclude_patterns = ["_theme"]

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist", "smartquotes"]
myst_heading_anchors = 3
# Front matter of ours that is not meant for readers of the page's source address.
myst_links_external_new_tab = False

external_toc_path = "_toc.yml"
external_toc_exclude_missing = False

html_theme = "pydata_sphinx_theme"


def setup(app: Sphinx) -> None:
    # sphinx-external-toc loads this extension, which does not say that it can be used in parallel; it can.
    app.extensions["sphinx_multitoc_numbering"].parallel_read_safe = True
