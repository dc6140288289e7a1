"""Names of directives and roles that docutils, Sphinx, MyST and sphinx-design know, and of directives of ours."""

from __future__ import annotations

from typing import Final


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


TITLED: Final = words(
    "admonition attention card caution danger dropdown error hint important note tab-item tip warning"
)
"""Directives whose first line is Markdown as well."""

WITH_MARKDOWN: Final = TITLED | words(
    "card-carousel card-item class compound container deprecated div epigraph figure grid grid-item "
    "grid-item-card highlights html-admonition list-table only pull-quote seealso sidebar tab-set tab-set-code "
    "table todo topic versionadded versionchanged versionremoved"
)
"""Directives whose content is Markdown."""

DIRECTIVES: Final = WITH_MARKDOWN | words(
    "article-info button-link button-ref centered code code-block codeauthor contents csv-table default-domain "
    "default-role doctest eval-rst figure-md glossary highlight hlist image include index literalinclude math "
    "meta parsed-literal productionlist raw rst-class rubric sectionauthor tabularcolumns toctree "
    "checklist coverage data-type-guide data-types decision due facilities glossary-terms institution-chooser "
    "institutions life-cycle not-found process records resource-catalogue resources search-field topics"
)

ROLES: Final = words(
    "abbr any code command doc download envvar eq file guilabel kbd keyword math menuselection numref option pep "
    "program ref rfc samp strong sub subscript sup superscript term token"
)
