"""The builder ``prose``: reads every page as an editor does, and reports what it finds as warnings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import ClassVar, Final

from docutils import nodes
from sphinx.builders import Builder

from .. import output
from ..domain import RdmDomain
from ..kinds.glossary.record import GLOSSARY_TERM
from ..kinds.plain import ABBREVIATION, LAW, STYLE
from ..records.addresses import bare
from ..records.kind import sentences
from ..records.store import Store
from ..warning import Subtype, warn
from . import review
from .blocks import addresses, blocks, linked_terms
from .review import Block, Finding

REPORT: Final = "readability.txt"


class ProseBuilder(Builder):
    """Reviews all pages and the texts of all records; writes how long the sentences of each page are."""

    name = "prose"
    epilog = f"How long the sentences of each page are is in %(outdir)s/{REPORT}."
    allow_parallel: ClassVar[bool] = False  # the report has every page

    def get_outdated_docs(self) -> Set[str]:
        """All pages: a rule may have changed that concerns them."""
        return self.env.found_docs

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Nothing is written, so no address matters."""
        return ""

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Prepare what all pages share, and review the records, which belong to no page."""
        domain = RdmDomain.of(self.env)
        self.store = domain.store
        # Of two records with one address, that of the kind that was declared first counts.
        roles = [kind.role for kind in reversed(self.store.kinds) if kind.role and "url" in kind.model.model_fields]
        self.records = {bare(item.address): (role, key) for role in roles for key, item in domain.records(role).items()}
        self.lengths: dict[str, float] = {}
        for location, text in _texts(self.store):
            for finding in review.against_style([Block(text, 1)], self.store.of(STYLE).values()):
                warn(Subtype.PROSE, finding.message, location)

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Review one page."""
        found = list(blocks(doctree))
        for finding in sorted(self._findings(docname, found)):
            warn(Subtype.PROSE, finding.message, (docname, finding.line))
        self.lengths[docname] = review.words_per_sentence(found)
        limit = self.config.rdm_words_per_sentence
        if self.lengths[docname] >= limit:
            message = f"sentences have {self.lengths[docname]:.1f} words on average; split some, to stay under {limit}"
            warn(Subtype.PROSE, message, (docname, None))

    def finish(self) -> None:
        """Write the report, longest sentences first."""
        longest_first = sorted(self.lengths.items(), key=lambda item: (-item[1], item[0]))
        lines = ["Words per sentence, on average", *(f"{length:5.1f}  {name}" for name, length in longest_first)]
        output.write(Path(self.outdir), REPORT, "\n".join(lines) + "\n")

    def _findings(self, docname: str, found: Sequence[Block]) -> Iterator[Finding]:
        # As it was read: links to records and terms have not become addresses yet.
        source = self.env.get_doctree(docname)
        yield from review.against_style(found, self.store.of(STYLE).values())
        yield from review.unexplained(found, self.store.of(ABBREVIATION))
        named = str(self.env.metadata[docname].get("sources", ""))
        for words in review.left_of_template(named, self.store.of(ABBREVIATION))[:1]:
            yield Finding(1, f"sources: {review.to_be_written(words)}")
        yield from review.without_number(found, self.store.of(LAW).values())
        yield from review.missed_terms(found, linked_terms(source), self.store.of(GLOSSARY_TERM).values())
        yield from review.plain_addresses(addresses(source), self.records)


def _texts(store: Store) -> Iterator[tuple[str, str]]:
    """What the records say in our own words, each text with the place of its record."""
    for kind in store.kinds:
        for key, record in store.of(kind).items():
            for text in sentences(record):
                yield store.locations[kind.file, key], text
    for name, terms in store.vocabulary.facets.items():
        for term in terms.values():
            yield store.locations[name, term.id], term.summary or ""
