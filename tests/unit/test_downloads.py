"""The files that readers download fit together: what a page says about them holds in each of them."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from building import ROOT

DOWNLOADS = ROOT / "docs" / "_downloads"
ENA = DOWNLOADS / "ena"
MANDATORY = {"STUDY", "SAMPLE", "NAME", "INSTRUMENT", "LIBRARY_SOURCE", "LIBRARY_SELECTION", "LIBRARY_STRATEGY"}


def files(pattern: str) -> list[Path]:
    return sorted(DOWNLOADS.rglob(pattern))


def name(path: Path) -> str:
    return path.relative_to(DOWNLOADS).as_posix()


def values(file: str, element: str, attribute: str) -> list[str]:
    """The values of an attribute, in the order of the file."""
    return [found.attrib[attribute] for found in ElementTree.parse(ENA / file).iter(element)]


def table() -> list[list[str]]:
    """The column names, units and rows of the samples, below the line that names the checklist."""
    return [line.split("\t") for line in (ENA / "samples.tsv").read_text("utf-8").splitlines()[1:]]


def column(title: str) -> list[str]:
    titles, _units, *rows = table()
    return [row[titles.index(title)] for row in rows]


def manifest() -> list[tuple[str, str]]:
    lines = (ENA / "manifest_sample1.txt").read_text("utf-8").splitlines()
    return [(key, value) for key, value in (line.split("\t") for line in lines)]


def described() -> dict[str, dict[str, str]]:
    """The attributes of each sample of the XML file, by its alias."""
    return {
        sample.attrib["alias"]: {
            attribute.findtext("TAG", ""): attribute.findtext("VALUE", "")
            for attribute in sample.iter("SAMPLE_ATTRIBUTE")
        }
        for sample in ElementTree.parse(ENA / "samples.xml").iter("SAMPLE")
    }


@pytest.mark.parametrize("path", files("*.xml"), ids=name)
def test_xml_is_well_formed(path: Path) -> None:
    ElementTree.parse(path)


def test_the_files_of_the_tutorial_are_there() -> None:
    assert {path.name for path in ENA.iterdir()} == {
        "experiment.xml",
        "manifest_sample1.txt",
        "run.xml",
        "samples.tsv",
        "samples.xml",
        "study.xml",
        "submission.xml",
    }


@pytest.mark.parametrize("path", sorted(ENA.iterdir()), ids=name)
def test_ena_takes_only_ascii(path: Path) -> None:
    assert path.read_bytes().isascii()


def test_the_table_of_samples_begins_with_the_checklist() -> None:
    first = (ENA / "samples.tsv").read_text("utf-8").splitlines()[0].split("\t")
    assert first == ["Checklist", "ERC000011", "ENA default sample checklist"]
    assert table()[1][0] == "#units"


def test_each_row_of_the_table_has_the_same_columns() -> None:
    rows = table()
    assert [len(row) for row in rows] == [len(rows[0])] * len(rows)


def test_the_manifest_has_the_mandatory_keys_once() -> None:
    keys = [key for key, _value in manifest() if key != "FASTQ"]
    assert set(keys) >= MANDATORY
    assert len(keys) == len(set(keys))
    assert all(value for _key, value in manifest())


def test_the_samples_are_the_same_everywhere() -> None:
    aliases = values("samples.xml", "SAMPLE", "alias")
    assert len(aliases) == len(set(aliases)) == 2
    assert column("sample_alias") == aliases
    assert values("experiment.xml", "SAMPLE_DESCRIPTOR", "refname") == aliases
    assert dict(manifest())["SAMPLE"] == aliases[0]


@pytest.mark.parametrize(
    "title", ["collection date", "geographic location (country and/or sea)", "isolation_source", "strain"]
)
def test_table_and_xml_say_the_same(title: str) -> None:
    assert column(title) == [sample[title] for sample in described().values()]


def test_the_checklist_is_the_same_in_table_and_xml() -> None:
    assert {sample["ENA-CHECKLIST"] for sample in described().values()} == {"ERC000011"}


def test_the_study_is_the_same_everywhere() -> None:
    (study,) = values("study.xml", "PROJECT", "alias")
    assert set(values("experiment.xml", "STUDY_REF", "refname")) == {study}
    assert dict(manifest())["STUDY"] == study


def test_each_run_belongs_to_an_experiment() -> None:
    assert values("run.xml", "EXPERIMENT_REF", "refname") == values("experiment.xml", "EXPERIMENT", "alias")


def test_the_reads_are_pairs_of_compressed_files() -> None:
    reads = values("run.xml", "FILE", "filename")
    aliases = values("samples.xml", "SAMPLE", "alias")
    assert reads == [f"{alias}_R{read}.fastq.gz" for alias in aliases for read in (1, 2)]
    assert [value for key, value in manifest() if key == "FASTQ"] == reads[:2]


def test_checksums_are_in_lower_case_and_differ() -> None:
    checksums = values("run.xml", "FILE", "checksum")
    assert all(re.fullmatch("[0-9a-f]{32}", checksum) for checksum in checksums)
    assert len(checksums) == len(set(checksums))
