extensions = ["myst_parser", "sphinx_rdm"]
project = "Kitchen notebook"
version = release = "1"
author = copyright = "Cooks"
html_theme = "basic"
primary_domain = "rdm"
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
myst_enable_extensions = ["colon_fence"]
