import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

extensions = ["myst_parser", "sphinx_rdm", "sphinx_rdm.epub", "sphinx_rdm.pdf"]
project = "Workshop notebook"
version = release = "1"
author = copyright = "Joiners"
html_theme = "rdm"
primary_domain = "rdm"
rdm_kinds = ["workshop_kinds:EVENT"]
