"""What editors and hosts read of a project: schemas, and forms for those who have something to suggest or to report.

Labels, hints and choices come from the models and the vocabulary, so a form asks for what a record or a page holds.
"""

from __future__ import annotations

import inspect
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Final, NamedTuple

import yaml
from pydantic import Field

from ..contents import EXTENSION
from ..contents import schema as contents
from ..front_matter import schema as front_matter
from ..front_matter.model import FrontMatter, of_others
from ..records.fields import Line, Text, WebAddress
from ..records.kind import SUBJECT_CALLED, Facet, marked
from ..records.model import RecordPart
from ..records.schema import headed, of_model, schemas
from .project import Project

_ISSUES: Final = ".github/ISSUE_TEMPLATE"
_PROPOSAL: Final = ".github/pull_request_template.md"
_PUBLIC: Final = (
    "What you write here is public and stays so. Leave out personal data, passwords and unpublished results."
)
_EACH: Final = "One on each line."


class BrokenLink(RecordPart):
    """A link on a page leads nowhere, or to something else."""

    noun = "Broken link"

    page: Line = Field(title="Which page?", description="Give its title or its address.")
    url: WebAddress = Field(title="Which address?", description="Where the link leads.")
    seen: Text = Field(title="What happens?", description="What your browser shows, and on which day.")
    better: WebAddress | None = Field(
        None, title="What should it be?", description="Leave this out if you do not know."
    )


class ChangeForm(RecordPart):
    """Something on a page is wrong or missing."""

    noun = "Change"

    page: Line = Field(title="Which page?", description="Give its title or its address.")
    now: Text | None = Field(
        None, title="What does it say now?", description="Quote the sentence, or name the section."
    )
    wrong: Text = Field(title="What is wrong or missing?", description="One sentence.")
    better: Text | None = Field(None, title="What should it say?", description="Leave this out if you do not know.")
    source: Text | None = Field(
        None,
        title="How do you know?",
        description="Give an address that others can open, or the law with its section.",
    )


class PageForm(RecordPart):
    """A question that no page answers yet."""

    noun = "New page"
    described: ClassVar = ("description", "phase", "topic", "short", "sources")
    """What is asked of its front matter."""

    title: Line = Field(description="What the page should be called.")
    readers: Text = Field(title="For whom?", description="Who would read it, and what they want to get done.")


class FormField(NamedTuple):
    """What a form asks."""

    key: str
    label: str
    hint: str
    is_needed: bool
    is_long: bool
    choices: list[str]
    """Nothing if any text is an answer."""
    takes_several: bool


class IssueForm(NamedTuple):
    """What somebody fills in to suggest or to report something."""

    name: str
    about: str
    questions: list[FormField]

    @property
    def file(self) -> str:
        """What its file is called, without suffix."""
        return self.name.lower().replace(" ", "-")


def of_editors(project: Project) -> dict[str, str]:
    """The schemas by the names of their files, in the folder of the data: of the data and, in a project, of pages."""
    if not (project.folder / "conf.py").is_file():
        return {name: _json(schema) for name, schema in schemas(project.store).items()}
    others = sorted(of_others(project.texts("extensions"), project.texts("rdm_other_keys")))
    required = [key for key in project.texts("rdm_required_keys") if key in FrontMatter.model_fields]
    found = schemas(project.store, project.known_pages.names)
    found["_page"] = headed("front matter", front_matter.schema(project.store.vocabulary, others, required))
    if EXTENSION in project.texts("extensions"):
        found["_toc"] = headed(project.toc.name, contents.schema())
    return {name: _json(schema) for name, schema in found.items()}


def of_hosts(project: Project) -> Iterator[tuple[str, str]]:
    """The files by their names in the folder of the project: forms, templates, and front matter to begin pages with."""
    for form in forms(project):
        yield f"{_ISSUES}/{form.file}.yml", _yaml(_as_form(form))
        yield f".gitlab/issue_templates/{form.file}.md", _as_template(form)
    yield f"{_ISSUES}/config.yml", _yaml({"blank_issues_enabled": True})
    if (proposal := project.folder / _PROPOSAL).is_file():
        yield ".gitlab/merge_request_templates/Default.md", proposal.read_text("utf-8")
    yield ".vscode/pages.code-snippets", _json(dict(_snippets(project)))


def forms(project: Project) -> list[IssueForm]:
    """Forms for whatever a kind of record asks those who suggest one, for pages, and for what is wrong."""
    found = []
    for kind in project.store.kinds:
        if kind.suggested and (project.data / f"{kind.file}.yml").is_file():
            model = kind.model
            found.append(IssueForm(f"New {model.noun}", _about(model), [*_questions(project, model, kind.suggested)]))
    described = _questions(project, FrontMatter, PageForm.described)
    found.append(IssueForm(PageForm.noun, _about(PageForm), [*_questions(project, PageForm), *described]))
    found += [IssueForm(model.noun, _about(model), [*_questions(project, model)]) for model in (BrokenLink, ChangeForm)]
    return found


def _about(model: type[RecordPart]) -> str:
    # A model with fields of a project is made of the one that says what it is.
    return str(inspect.getdoc(model)).partition("\n")[0]


def _questions(project: Project, model: type[RecordPart], keys: Iterable[str] = ()) -> Iterator[FormField]:
    """What is asked for some fields of a model, or for all of them."""
    schema, facets = of_model(model), dict(marked(model, Facet))
    needed = {*schema.get("required", ()), *project.texts("rdm_required_keys")}
    for key in keys or model.model_fields:
        field, facet = model.model_fields[key], facets.get(key)
        shape = schema["properties"][key]
        takes_several = "items" in shape or any("items" in part for part in shape.get("anyOf", ()))
        choices = _choices(project, facet) if facet else []
        label = field.title or (facet and facet.title) or key.replace("_", " ").capitalize()
        # A hint on ids helps nobody who chooses among titles.
        hint = "" if choices else " ".join(filter(None, [field.description, _EACH * takes_several]))
        is_long = takes_several or shape.get("maxLength", 0) > 200
        yield FormField(key, label, hint, key in needed, is_long, choices, takes_several)


def _choices(project: Project, facet: Facet) -> list[str]:
    """What readers call the values of a facet, each told from the others."""
    terms = project.store.vocabulary.terms(facet)
    count = Counter(term.title for term in terms.values())
    return [term.title if count[term.title] == 1 else f"{term.title} ({key})" for key, term in terms.items()]


def _as_form(form: IssueForm) -> dict[str, Any]:
    """A form as GitHub and Forgejo read it."""
    body: list[dict[str, Any]] = [{"type": "markdown", "attributes": {"value": _PUBLIC}}]
    for question in form.questions:
        attributes: dict[str, Any] = {"label": question.label}
        if question.hint:
            attributes["description"] = question.hint
        if question.choices:
            attributes |= {"multiple": question.takes_several, "options": question.choices}
        kind = "dropdown" if question.choices else "textarea" if question.is_long else "input"
        needed = {"required": question.is_needed}
        body.append({"type": kind, "id": question.key, "attributes": attributes, "validations": needed})
    return {"name": form.name, "description": form.about, "title": f"{form.name}: ", "body": body}


def _as_template(form: IssueForm) -> str:
    """A form for GitLab, which knows texts to fill in alone."""
    parts = [f"<!-- {form.about} {_PUBLIC} -->"]
    for question in form.questions:
        parts.append(f"## {question.label}{'' if question.is_needed else ' (if you know)'}")
        if question.hint:
            parts.append(f"<!-- {question.hint} -->")
        if question.choices:
            parts.append("\n".join(f"- [ ] {choice}" for choice in question.choices))
    return "\n\n".join(parts) + "\n"


def _snippets(project: Project) -> Iterator[tuple[str, Any]]:
    """The front matter of a page on each subject, to be filled in where an editor knows no schemas for it."""
    for name, facet in SUBJECT_CALLED.items():
        if terms := project.store.vocabulary.terms(facet):
            rows = ["description: $1", "reviewed: $CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE"]
            body = ["---", *rows, f"{name}: ${{2|{','.join(terms)}|}}", "---", "# $0"]
            yield f"Page with a {name}", {"scope": "markdown", "prefix": f"page-{name}", "body": body}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _yaml(value: Any) -> str:
    text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1000)
    return f"# Written by 'sphinx-rdm kit' from the models and the vocabulary.\n{text}"
