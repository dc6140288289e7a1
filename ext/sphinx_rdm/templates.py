"""What the templates of a theme may show besides what Sphinx tells them, and how they are told it.

A template that forgets to escape a text is found by whoever puts markup into that text. So the names that come from the
data reach templates as they are to stand in HTML: a template that escapes them and one that does not write the same.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from docutils import nodes
from jinja2 import Environment, FileSystemBytecodeCache
from markupsafe import escape
from sphinx import addnodes, locale
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from . import output
from .data import settings
from .domain import RdmDomain
from .i18n import translated
from .references import is_site

_NAMES: Final = {
    "project": "project",
    "docstitle": "html_title",
    "shorttitle": "html_short_title",
    "copyright": "copyright",
}
"""What templates call a setting that the data may fill in."""

_TEX: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # a brace that counts, as those of BibTeX do even behind a backslash
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}


def connect(app: Sphinx) -> None:
    """Tell every template, before other extensions do."""
    app.connect("html-page-context", _tell, priority=400)
    app.connect("builder-inited", _keep_compiled)


def bibtex(text: str) -> str:
    r"""The text as the value of a field of BibTeX, in which LaTeX sets it as it was typed.

    >>> print(bibtex("50% of {x}"))
    50\% of \textbraceleft{}x\textbraceright{}
    """
    return "".join(_TEX.get(sign, sign) for sign in text)


def bibtex_key(name: str) -> str:
    """The name of a page as a key of BibTeX, which holds no sign that means something there."""
    return re.sub(r"[^\w.:+-]+", "-", name, flags=re.ASCII)


def part_of(builder: StandaloneHTMLBuilder, docname: str) -> str:
    """The caption in the table of contents of the first page under which a page stands; nothing if there is none."""
    root = builder.config.root_doc
    seen: set[str] = set()
    while (parent := builder.relations.get(docname, [None])[0]) not in (None, root) and docname not in seen:
        seen.add(docname)
        docname = str(parent)
    for tree in builder.env.tocs[root].findall(addnodes.toctree):
        if docname in (name for _title, name in tree["entries"]):
            return str(tree.get("caption") or "")
    return ""


def _keep_compiled(app: Sphinx) -> None:
    """Keep what Jinja makes of templates beside the doctrees; it sees itself when one of them has changed."""
    environment = getattr(getattr(app.builder, "templates", None), "environment", None)
    if isinstance(environment, Environment):
        output.make(Path(app.doctreedir), "templates")
        environment.bytecode_cache = FileSystemBytecodeCache(str(Path(app.doctreedir, "templates")))


def _say(text: str) -> str:
    """A word of a template in the language of the site, as our catalogue has it; if it has none, as Sphinx's has."""
    said = str(translated(text))
    return said if said != text else str(locale._(text))


def _tell(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: nodes.document | None) -> None:
    if not is_site(app.builder):
        return
    context |= {"rdm_part": part_of(app.builder, pagename), "bibtex": bibtex, "bibtex_key": bibtex_key}
    if "theme_report_page" in context:  # an option that the theme of this package has
        context["_"] = _say
    site = RdmDomain.of(app.env).store.site
    filled = settings(site) if site else {}
    for name, setting in _NAMES.items():
        if name in context and context[name] == filled.get(setting):
            context[name] = escape(context[name])
