extensions = ["myst_parser", "sphinx_rdm"]
project = "Garden notebook"
version = release = "1"
author = "Gardeners"
html_theme = "basic"
primary_domain = "rdm"
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
myst_enable_extensions = ["colon_fence"]
