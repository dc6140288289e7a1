"""What a site lists, and who publishes it, stands in its data: the extension serves any institute unchanged."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from building import ROOT
from handbook.sources import handbook_data
from sphinx_rdm.kinds.facility.record import FACILITY
from sphinx_rdm.kinds.glossary.record import GLOSSARY_TERM
from sphinx_rdm.kinds.institution.record import INSTITUTION
from sphinx_rdm.kinds.plain import LAW
from sphinx_rdm.kinds.registry import KINDS
from sphinx_rdm.kinds.resource.record import RESOURCE

MODULES = sorted((ROOT / "ext").rglob("*.py"))


@cache
def words_of_the_data() -> set[str]:
    """Ids and titles of everything in the handbook's data, the providers, and what is known of the site."""
    store = handbook_data()
    assert store.site is not None
    records = [*store.of(RESOURCE).values(), *store.of(FACILITY).values(), *store.of(INSTITUTION).values()]
    terms = [term for facet in store.vocabulary.facets.values() for term in facet.values()]
    words = {word for item in (*records, *terms) for word in (item.id, item.title)}
    words |= {form for term in store.of(GLOSSARY_TERM).values() for form in (term.id, term.term, *term.also)}
    words |= {form for law in store.of(LAW).values() for form in (law.title, law.number, *law.also)}
    words |= {provider for resource in store.of(RESOURCE).values() for provider in resource.providers}
    words |= {word for word in (store.site.name, store.site.authors, store.site.tagline) if word}
    # How pages call a kind of record is ours, even if a phase has the same name.
    return {word.casefold() for word in words} - {kind.role for kind in KINDS}


def docstrings(tree: ast.AST) -> set[ast.AST]:
    """Every string that stands alone as a statement, which is how documentation is written."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def literals(path: Path) -> list[tuple[int, str]]:
    """The strings of a module that are code, each with its line."""
    tree = ast.parse(path.read_text("utf-8"))
    skipped = docstrings(tree)
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and node not in skipped]
    return [(node.lineno, node.value) for node in constants if isinstance(node.value, str)]


def test_no_module_names_anything_that_is_data() -> None:
    words = words_of_the_data()
    strings = [(path.relative_to(ROOT).as_posix(), *found) for path in MODULES for found in literals(path)]
    assert len(strings) > 1000
    assert [f"{path}:{line}: {text!r}" for path, line, text in strings if text.casefold() in words] == []
