"""The list of all pages for search engines."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urljoin
from xml.sax.saxutils import escape

from sphinx.builders.html import StandaloneHTMLBuilder

from ..publication import reviewed

NAME: Final = "sitemap.xml"

# Named for what they are: to compile that they are none of the others took ten times as long, in every build.
_NOT_XML: Final = re.compile("[\x00- \x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def sitemap(builder: StandaloneHTMLBuilder, base_url: str) -> str:
    """Every page that is to be found, with the day of its review; from the environment, not from what was written.

    See https://www.sitemaps.org/protocol.html for the format.
    """
    top = base_url.rstrip("/") + "/"
    rows = []
    for docname in sorted(builder.env.titles):
        if "nosearch" in builder.env.metadata[docname]:
            continue
        day = reviewed(builder.env, docname)
        changed = f"<lastmod>{day.isoformat()}</lastmod>" if day else ""
        address = _NOT_XML.sub(lambda sign: quote(sign[0]), urljoin(top, builder.get_target_uri(docname)))
        rows.append(f"<url><loc>{escape(address)}</loc>{changed}</url>\n")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{''.join(rows)}</urlset>\n"
