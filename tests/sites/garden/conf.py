extensions = ["myst_parser", "sphinx_rdm"]
extensions += ["sphinx_rdm.pdf", "sphinx_rdm.epub", "sphinx_rdm.search", "sphinx_rdm.lint", "sphinx_rdm.site"]
project = "Garden notebook"
version = release = "1"
author = "Gardeners"
html_theme = "basic"
primary_domain = "rdm"
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
myst_enable_extensions = ["colon_fence"]
