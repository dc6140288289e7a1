"""The directives, under the domain and so without a prefix where it is the primary domain."""

from __future__ import annotations

from sphinx.application import Sphinx

from .guide import DataTypeGuide, DataTypes
from .records import Checklist, CoverageTable, Facilities, GlossaryTerms, Institutions, LifeCycle, Topics
from .resources import ResourceCatalogue, Resources


def add_directives(app: Sphinx) -> None:
    """Make the directives known."""
    for name, directive in (
        ("resources", Resources),
        ("facilities", Facilities),
        ("institutions", Institutions),
        ("life-cycle", LifeCycle),
        ("topics", Topics),
        ("checklist", Checklist),
        ("glossary-terms", GlossaryTerms),
        ("coverage", CoverageTable),
        ("resource-catalogue", ResourceCatalogue),
        ("data-type-guide", DataTypeGuide),
        ("data-types", DataTypes),
    ):
        app.add_directive_to_domain("rdm", name, directive)
