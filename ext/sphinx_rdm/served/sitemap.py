"""The list of all pages for search engines."""

from __future__ import annotations

from urllib.parse import urljoin
from xml.sax.saxutils import escape

from sphinx.builders.html import StandaloneHTMLBuilder

NAME = "sitemap.xml"


def sitemap(builder: StandaloneHTMLBuilder, base_url: str) -> str:
    """Every page that is to be found, with the day of its review; from the environment, not from what was written.

    See https://www.sitemaps.org/protocol.html for the format.
    """
    top = base_url.rstrip("/") + "/"
    rows = []
    for docname in sorted(builder.env.titles):
        meta = builder.env.metadata[docname]
        if "nosearch" in meta:
            continue
        reviewed = f"<lastmod>{escape(str(meta['reviewed']))}</lastmod>" if "reviewed" in meta else ""
        rows.append(f"<url><loc>{escape(urljoin(top, builder.get_target_uri(docname)))}</loc>{reviewed}</url>")
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
            *rows,
            "</urlset>\n",
        )
    )
