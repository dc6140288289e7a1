"""The handbook's own data say what its pages promise."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from building import ROOT
from handbook.sources import handbook_data
from sphinx_rdm.kinds.checklist.record import CHECKLIST, SECTION, checklist
from sphinx_rdm.kinds.registry import KINDS
from sphinx_rdm.kinds.resource.query import Query, View, select
from sphinx_rdm.kinds.resource.record import CATEGORY, RESOURCE
from sphinx_rdm.records.kind import PHASE, TOPIC, Kind
from sphinx_rdm.records.model import RETIRED
from sphinx_rdm.records.own_fields import OWN_FIELD
from sphinx_rdm.records.store import load

STORE = handbook_data()
USED = [kind for kind in KINDS if (ROOT / "data" / f"{kind.file}.yml").exists()]
KEYS = {kind.file: kind.key for kind in (OWN_FIELD, *KINDS)}
PHASES, TOPICS = STORE.vocabulary.terms(PHASE), STORE.vocabulary.terms(TOPIC)

# A topic that no record names yet is one that somebody has just begun.
TOPICS_IN_USE = [
    topic for topic in TOPICS if select(STORE, Query(topics=(topic,))).ids or checklist(STORE, (), (topic,), ())
]
# A page that explains words has no list to tick.
TOPICS_WITH_CHECKLIST = [topic for topic in TOPICS_IN_USE if topic != "gdpr-and-ethical-review-glossary"]


def of_phase(phase: str) -> View:
    return select(STORE, Query(phases=(phase,)))


@cache
def typed(kind: str) -> list[dict[str, Any]]:
    """The records of a kind as they stand in their file, every value as it was typed."""
    return yaml.load((ROOT / "data" / f"{kind}.yml").read_text("utf-8"), yaml.CBaseLoader)


def kept(kind: str) -> list[dict[str, Any]]:
    """Those that are not retired."""
    return [record for record in typed(kind) if RETIRED not in record]


def listed(record: dict[str, Any], key: str) -> list[str]:
    value = record.get(key, [])
    return [value] if isinstance(value, str) else value


def test_the_data_have_no_problem() -> None:
    assert [str(problem) for problem in STORE.problems] == []


@pytest.mark.parametrize("kind", USED, ids=lambda kind: kind.file)
def test_no_record_gets_lost(kind: Kind[Any]) -> None:
    assert list(STORE.of(kind)) == [record[kind.key] for record in kept(kind.file)]
    assert {*STORE.of(kind), *STORE.retired_of(kind)} == {record[kind.key] for record in typed(kind.file)}


@pytest.mark.parametrize("phase", PHASES)
def test_a_phase_lists_its_resources_and_those_for_all_phases(phase: str) -> None:
    expected = {record["id"] for record in kept("resources") if {phase, "all"} & {*listed(record, "phases")}}
    assert expected
    assert set(of_phase(phase).ids) == expected


@pytest.mark.parametrize("phase", PHASES)
def test_a_phase_lists_its_resources_by_category(phase: str) -> None:
    groups = of_phase(phase).groups
    order = list(STORE.vocabulary.terms(CATEGORY))
    assert [group.id for group in groups] == sorted((group.id for group in groups), key=order.index)
    assert {row.id: group.id for group in groups for row in group.rows} == {
        name: STORE.of(RESOURCE)[name].category for name in of_phase(phase).ids
    }


@pytest.mark.parametrize("phase", PHASES)
def test_the_list_of_a_phase_begins_with_what_to_start_with(phase: str) -> None:
    assert of_phase(phase).groups[0].rows[0].is_first


@pytest.mark.parametrize("topic", TOPICS_IN_USE)
def test_a_topic_lists_a_resource(topic: str) -> None:
    assert select(STORE, Query(topics=(topic,))).ids


@pytest.mark.parametrize("phase", PHASES)
def test_a_phase_has_a_checklist(phase: str) -> None:
    assert 6 <= len(checklist(STORE, (phase,), (), ())) <= 12


@pytest.mark.parametrize("topic", TOPICS_WITH_CHECKLIST)
def test_a_topic_has_a_checklist(topic: str) -> None:
    assert 5 <= len(checklist(STORE, (), (topic,), ())) <= 12


@pytest.mark.parametrize("value", [*PHASES.values(), *TOPICS.values()], ids=lambda value: value.id)
def test_a_phase_or_topic_has_a_page_and_says_what_it_is_about(value: object) -> None:
    assert (ROOT / f"docs/{value.page}.md").is_file()  # type: ignore[attr-defined]
    assert value.summary  # type: ignore[attr-defined]


def test_a_description_has_8_to_45_words() -> None:
    words = {key: len(resource.description.split()) for key, resource in STORE.of(RESOURCE).items()}
    places = {key: STORE.locations[RESOURCE.file, key] for key in words}
    found = [f"{places[key]}: a description of {count} words" for key, count in words.items() if not 8 <= count <= 45]
    assert found == [], "write 8 to 45 words"


def test_an_item_to_tick_is_a_short_statement_with_a_short_reason() -> None:
    items = STORE.of(CHECKLIST).values()
    assert [item.id for item in items if not item.text.endswith(".")] == []
    assert [item.id for item in items if len(item.text.split()) > 20] == []
    assert [item.id for item in items if len(item.why.split()) > 18] == []


def test_every_section_of_a_plan_has_something_to_tick() -> None:
    covered = {item.section for item in STORE.of(CHECKLIST).values() if item.section}
    assert covered == set(STORE.vocabulary.terms(SECTION))


BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"`data/(\w+)\.yml`")


def examples() -> list[Any]:
    """The records that the README and the page on data files show, each with the file that was named last before it."""
    found = []
    for page in ("README.md", "docs/contribute/data-files.md"):
        text = (ROOT / page).read_text("utf-8")
        for block in BLOCK.finditer(text):
            files = [match[1] for match in FILE.finditer(text, 0, block.start()) if match[1] in KEYS]
            if files and re.match(r"(?:#.*\n)*- ", block[1]):
                found.append(pytest.param(files[-1], block[1], id=f"{Path(page).stem}-{files[-1]}"))
    return found


EXAMPLES = examples()


def test_every_kind_of_record_has_an_example() -> None:
    assert {example.values[0] for example in EXAMPLES} == set(KEYS)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "example"), EXAMPLES)
def test_an_example_for_contributors_can_be_copied_as_it_stands(tmp_path: Path, kind: str, example: str) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    file = tmp_path / "data" / f"{kind}.yml"
    key = KEYS[kind]

    def keys(text: str) -> set[str]:
        return {record[key] for record in yaml.load(text, yaml.CBaseLoader) or ()}

    shown = keys(example)
    records = re.split(r"^(?=- )", file.read_text("utf-8") if file.exists() else "", flags=re.MULTILINE)
    # An example may show a record that the handbook has.
    file.write_text("".join(text for text in records if not shown & keys(text)) + example, "utf-8")
    store = load(tmp_path / "data", KINDS)
    assert [str(problem) for problem in store.problems] == []
    assert kind == OWN_FIELD.file or shown <= set(store.records[kind])
