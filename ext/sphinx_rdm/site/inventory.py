"""The inventory, by which other sites link to this one: it names no page that is not written."""

from __future__ import annotations

from sphinx.application import Sphinx

from ..references import is_site


def connect(app: Sphinx) -> None:
    """Leave out the pages that Sphinx always names, such as an index, when the site has none."""
    app.connect("html-collect-pages", _leave_out)


def _leave_out(app: Sphinx) -> list[tuple[str, dict[str, object], str]]:
    """Take out what would lead nowhere. The environment was stored before, for builders that write such pages."""
    builder = app.builder
    if is_site(builder):
        standard = app.env.domains.standard_domain
        own = {name for name, *_content in builder.domain_indices} | set(builder.config.html_additional_pages)
        own |= ({"genindex"} if builder.use_index else set()) | ({"search"} if builder.search else set())
        written = app.env.all_docs.keys() | own
        for labels in (standard.labels, standard.anonlabels):
            for name in [name for name, (docname, *_place) in labels.items() if docname not in written]:
                del labels[name]
    return []
