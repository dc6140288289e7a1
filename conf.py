"""Settings of the handbook. What the site is called and who publishes it stands in ``data/site.yml``."""

from sphinx.application import Sphinx

from sphinx_rdm import __version__

extensions = ["myst_parser", "sphinx_design", "sphinx_external_toc", "sphinx_rdm"]
extensions += ["sphinx_rdm.pdf", "sphinx_rdm.epub", "sphinx_rdm.search", "sphinx_rdm.lint", "sphinx_rdm.site"]

version = release = __version__
primary_domain = "rdm"
exclude_patterns = ["_downloads"]

myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "fieldlist", "smartquotes"]
myst_heading_anchors = 3

html_theme = "rdm"
html_logo = html_favicon = "docs/images/icon.svg"
html_theme_options = {
    "sections": [
        ("life-cycle/index", "Life cycle"),
        ("topics/index", "Topics"),
        ("types/index", "Types of data"),
        ("resources", "Resources"),
        ("support", "Support"),
        ("about/index", "About"),
    ],
    "footer_links": [
        ("about/index", "About"),
        ("about/privacy", "Privacy"),
        ("about/accessibility", "Accessibility"),
        ("about/cite", "How to cite"),
        ("contribute/index", "How to contribute"),
    ],
    "search_help": [
        ("topics/gdpr-and-ethical-review-glossary", "Look up a word of data protection or ethical review"),
        ("resources", "Narrow down all resources by what you need"),
        ("data-types", "See what there is for your type of data"),
        ("topics/university-resources", "Find whom to ask at your university"),
        ("support", "Ask a data steward"),
    ],
    # Where the foot of a page sends readers, as long as data/site.yml names no place to edit or to report.
    "edit_page": "contribute/edit-on-the-web",
    "report_page": "contribute/suggest",
}
rdm_required_keys = ["description", "reviewed"]
rdm_page_rules = {
    "*": {"lead": (8, 55)},
    "phase": {
        "keys": ["sources"],
        "words": 1700,
        "short": (3, 140),
        "parts": [
            "3.",
            "## What you have at the end",
            "## Checklist",
            "{checklist}",
            "## Pitfalls",
            "## Whom to ask",
            "## What comes next",
            "## Resources",
        ],
        "end": "{resources}",
    },
    "topic": {
        "keys": ["sources"],
        "words": 1700,
        "short": (3, 140),
        "parts": [("{checklist}", "## *example*")],
        "end": "{resources}",
    },
}
rdm_short_sections = ["whom-to-ask", "checklist"]
rdm_search_last = ["contribute/*"]
# A book for contributors is one of its own, the lists of all phases stand in their chapters, and some pages are about
# the site and its changes.
rdm_book_without = ["contribute/*", "checklists", "about/privacy", "about/accessibility", "about/changes"]
html_permalinks_icon = "#"
html_show_sourcelink = False
# Their templates have styles within the page, and readers search.
html_use_index = False
html_domain_indices = False

epub_basename = "handbook"
epub_show_urls = "no"  # links work in a book, too, and addresses between words are hard to listen to


def setup(app: Sphinx) -> None:
    # sphinx-external-toc loads this extension, which does not say that it can be used in parallel; it can.
    app.extensions["sphinx_multitoc_numbering"].parallel_read_safe = True
