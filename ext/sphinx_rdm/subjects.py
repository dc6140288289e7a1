"""What pages are about: phases as a ring and a list, and topics as a list."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import ClassVar, Final

from docutils import nodes

from .directive import RdmDirective
from .front_matter.reading import current
from .i18n import _
from .life_cycle import Stage, beside_picture, picture, stage_list
from .options import flag, text
from .records.kind import PHASE, TOPIC, Word
from .records.model import VocabularyTerm
from .records.views import values
from .records.wording import unknown
from .render.parts import bullets, note, paragraph, term_reference


class LifeCycle(RdmDirective):
    """Show the phases as a picture and as a list; the page's own phase is marked."""

    takes: ClassVar = {"compact": flag, "ring": flag}

    def run(self) -> list[nodes.Node]:
        """Make the picture and the list; ``:compact:`` gives a plain list of titles, ``:ring:`` the picture alone."""
        view = self.rdm.show(values, PHASE)
        if not view:
            return self.finish([note(str(_("No phases are defined yet.")))])
        options = self.given()
        compact = "compact" in options
        if compact and "ring" in options:
            self.warn(":ring: asks for the ring alone and :compact: for no ring; use one of them")
        here = current(self.env).phases
        content: list[nodes.Node] = [stage_list(view, here, compact=compact)]
        # The list says in words which phase the page is about.
        alone = "ring" in options and not compact and not here
        if not compact:
            stages = [tuple(Stage(term.title, term.page or "", term.id in here)) for term in view]
            label = str(_("The phases as a ring of arrows"))
            content = [
                picture("", stages=stages, label=label, alone=alone),
                *([beside_picture("", *content)] if alone else content),
            ]
        classes = ["rdm-cycle", "rdm-ring"] if alone else ["rdm-cycle"]
        return self.finish([nodes.container("", *content, classes=classes)])


class Topics(RdmDirective):
    """List the topics with their summaries, linked to their home pages.

    ``:under:`` takes those of one folder, and ``:compact:`` leaves out the summaries.
    """

    takes: ClassVar = {"under": text, "compact": flag}

    def run(self) -> list[nodes.Node]:
        """Make the list, in the order of the vocabulary."""
        view = self.rdm.show(values, TOPIC)
        if not view:
            return self.finish([note(str(_("No topics are defined yet.")))])
        options = self.given()
        if folder := options.text("under"):
            folders = {str(parent) for term in view if term.page for parent in PurePosixPath(term.page).parents}
            if folder in folders:
                view = tuple(term for term in view if term.page and PurePosixPath(term.page).is_relative_to(folder))
            else:
                self.warn(unknown("folder with pages of topics", folder, folders - {"."}))
        if "compact" in options:
            return self.finish([bullets([paragraph(_link(term))] for term in view)])
        return self.finish([bullets([_topic(term)] for term in view)])


def _topic(term: VocabularyTerm) -> nodes.paragraph:
    summary = [nodes.Text(": " + term.summary)] if term.summary else []
    return paragraph(nodes.strong("", "", _link(term)), *summary)


def _link(term: VocabularyTerm) -> nodes.Node:
    return term_reference(TOPIC.singular, Word(term.title, term.id))


DIRECTIVES: Final = {"life-cycle": LifeCycle, "topics": Topics}
