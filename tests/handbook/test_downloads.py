"""The files that readers download fit together: what a page says about them holds in each of them."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from building import ROOT

DOWNLOADS = ROOT / "docs" / "_downloads"
ENA = DOWNLOADS / "ena"
MANDATORY = {
    "manifest_sample1.txt": {
        "STUDY",
        "SAMPLE",
        "NAME",
        "INSTRUMENT",
        "LIBRARY_SOURCE",
        "LIBRARY_SELECTION",
        "LIBRARY_STRATEGY",
    },
    "manifest_assembly.txt": {
        "STUDY",
        "SAMPLE",
        "ASSEMBLYNAME",
        "ASSEMBLY_TYPE",
        "COVERAGE",
        "PROGRAM",
        "PLATFORM",
    },
}


def files(pattern: str) -> list[Path]:
    return sorted(DOWNLOADS.rglob(pattern))


def name(path: Path) -> str:
    return path.relative_to(DOWNLOADS).as_posix()


def values(file: str, element: str, attribute: str) -> list[str]:
    """The values of an attribute, in the order of the file."""
    return [found.attrib[attribute] for found in ElementTree.parse(ENA / file).iter(element)]


def table(file: str) -> list[list[str]]:
    """The lines of a spreadsheet below its first one, which names the checklist or the kind of file."""
    return [line.split("\t") for line in (ENA / file).read_text("utf-8").splitlines()[1:]]


def column(title: str, file: str = "samples.tsv") -> list[str]:
    titles, *rows = table(file)
    return [row[titles.index(title)] for row in rows if row[0] != "#units"]


def manifest(file: str = "manifest_sample1.txt") -> list[tuple[str, str]]:
    lines = (ENA / file).read_text("utf-8").splitlines()
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


def test_the_page_offers_every_file() -> None:
    page = (ROOT / "docs" / "topics" / "ena-submission.md").read_text("utf-8")
    assert [path.name for path in sorted(ENA.iterdir()) if f"<../_downloads/ena/{path.name}>" not in page] == []


@pytest.mark.parametrize("path", sorted(ENA.iterdir()), ids=name)
def test_ena_takes_only_ascii(path: Path) -> None:
    assert path.read_bytes().isascii()


def test_the_table_of_samples_begins_with_the_checklist() -> None:
    first = (ENA / "samples.tsv").read_text("utf-8").splitlines()[0].split("\t")
    assert first == ["Checklist", "ERC000011", "ENA default sample checklist"]
    assert table("samples.tsv")[1][0] == "#units"


def test_the_table_of_reads_begins_with_the_kind_of_file() -> None:
    first = (ENA / "reads.tsv").read_text("utf-8").splitlines()[0].split("\t")
    assert first == ["FileType", "fastq", "Read submission file type"]


@pytest.mark.parametrize("file", ["samples.tsv", "reads.tsv"])
def test_each_row_of_a_table_has_the_same_columns(file: str) -> None:
    rows = table(file)
    assert [len(row) for row in rows] == [len(rows[0])] * len(rows)


@pytest.mark.parametrize("file", MANDATORY)
def test_a_manifest_has_the_mandatory_keys_once(file: str) -> None:
    keys = [key for key, _value in manifest(file) if key != "FASTQ"]
    assert set(keys) >= MANDATORY[file]
    assert len(keys) == len(set(keys))
    assert all(value for _key, value in manifest(file))


def test_the_samples_are_the_same_everywhere() -> None:
    aliases = values("samples.xml", "SAMPLE", "alias")
    assert aliases
    assert len(aliases) == len(set(aliases))
    assert column("sample_alias") == aliases
    assert values("experiment.xml", "SAMPLE_DESCRIPTOR", "refname") == aliases
    assert dict(manifest())["SAMPLE"] == dict(manifest("manifest_assembly.txt"))["SAMPLE"] == aliases[0]


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
    assert dict(manifest())["STUDY"] == dict(manifest("manifest_assembly.txt"))["STUDY"] == study


def test_each_run_belongs_to_an_experiment() -> None:
    assert values("run.xml", "EXPERIMENT_REF", "refname") == values("experiment.xml", "EXPERIMENT", "alias")


def test_the_reads_are_pairs_of_compressed_files() -> None:
    reads = values("run.xml", "FILE", "filename")
    aliases = values("samples.xml", "SAMPLE", "alias")
    assert reads == [f"{alias}_R{read}.fastq.gz" for alias in aliases for read in (1, 2)]
    assert [value for key, value in manifest() if key == "FASTQ"] == reads[:2]


def test_the_table_of_reads_says_what_the_xml_says() -> None:
    pairs = zip(column("forward_file_name", "reads.tsv"), column("reverse_file_name", "reads.tsv"), strict=True)
    sums = zip(column("forward_file_md5", "reads.tsv"), column("reverse_file_md5", "reads.tsv"), strict=True)
    assert [name for pair in pairs for name in pair] == values("run.xml", "FILE", "filename")
    assert [checksum for pair in sums for checksum in pair] == values("run.xml", "FILE", "checksum")
    names = ElementTree.parse(ENA / "experiment.xml").iter("LIBRARY_NAME")
    assert column("library_name", "reads.tsv") == [name.text for name in names]


def test_the_assembly_keeps_to_the_rules_for_names() -> None:
    assembly = dict(manifest("manifest_assembly.txt"))["ASSEMBLYNAME"]
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9 _#.-]{0,49}", assembly)
    rows = [line.split("\t") for line in (ENA / "chromosome_list.txt").read_text("utf-8").splitlines()]
    assert [len(row) for row in rows] == [3] * len(rows)
    for _sequence, chromosome, _kind in rows:
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_#.-]{0,31}", chromosome)
        assert not re.search("chr|linkage|plasmid", chromosome, re.IGNORECASE)


def test_an_umbrella_has_children_and_is_not_one_of_them() -> None:
    children = values("umbrella.xml", "CHILD_PROJECT", "accession")
    (umbrella,) = values("release_umbrella.xml", "RELEASE", "target")
    assert children
    assert len({umbrella, *children}) == len(children) + 1
    assert ElementTree.parse(ENA / "umbrella.xml").find("PROJECT/UMBRELLA_PROJECT") is not None


def test_checksums_are_in_lower_case_and_differ() -> None:
    checksums = values("run.xml", "FILE", "checksum")
    assert all(re.fullmatch("[0-9a-f]{32}", checksum) for checksum in checksums)
    assert len(checksums) == len(set(checksums))


CONSENT = DOWNLOADS / "consent"
WORDED = ["access-policy", "ethics-application", "information-sheet"]
DUO = re.compile(r"\b(DUO:\d{7}) +([a-z][a-z ,-]+[a-z])")


def worded(name: str, language: str) -> str:
    (path,) = CONSENT.glob(f"{name}-{language}.*")
    return path.read_text("utf-8")


def paragraphs(text: str) -> dict[str, str]:
    """What stands below each number, such as 5 or 5.2."""
    found = re.split(r"(?:\A|\n\n)(?:## )?(\d+(?:\.\d+)?) ", text)
    assert len(set(found[1::2])) == len(found[1::2])
    return dict(zip(found[1::2], found[2::2], strict=True))


def codes(text: str) -> dict[str, str]:
    """The labels of the codes that a text names."""
    return dict(DUO.findall(text))


def test_the_pages_on_wording_offer_every_file() -> None:
    topics = ROOT / "docs" / "topics"
    pages = [topics / "consent-and-ethics-wording.md", topics / "access-policies.md"]
    offered = "".join(page.read_text("utf-8") for page in pages)
    files = sorted(CONSENT.iterdir())
    assert files
    assert [path.name for path in files if f"<../_downloads/consent/{path.name}>" not in offered] == []
    assert [path.name for path in files if f"literalinclude}} ../_downloads/consent/{path.name}\n" not in offered] == []


@pytest.mark.parametrize("name", WORDED)
def test_wording_says_the_same_in_both_languages(name: str) -> None:
    english, swedish = paragraphs(worded(name, "en")), paragraphs(worded(name, "sv"))
    assert list(english) == list(swedish)
    for number, text in english.items():
        assert text.count("[") == swedish[number].count("["), number
        assert re.findall(r"\d{4}:\d+|DUO:\d+", text) == re.findall(r"\d{4}:\d+|DUO:\d+", swedish[number]), number


@pytest.mark.parametrize("path", sorted(CONSENT.iterdir()), ids=name)
def test_wording_fits_on_a_small_screen_and_its_brackets_close(path: Path) -> None:
    text = path.read_text("utf-8")
    assert max(map(len, text.splitlines())) <= 72
    assert text.count("[") == text.count("]")
    assert "<" not in text


@pytest.mark.parametrize("path", sorted(CONSENT.glob("*-sv.*")), ids=name)
def test_swedish_wording_is_marked_as_swedish_where_it_is_shown(path: Path) -> None:
    for page in ("consent-and-ethics-wording.md", "access-policies.md"):
        text = (ROOT / "docs" / "topics" / page).read_text("utf-8")
        for shown in re.findall(rf"literalinclude}} \S*/{re.escape(path.name)}\n(.*?)```", text, re.DOTALL):
            assert ":class: language-sv\n" in shown


def test_each_code_has_one_label_and_a_sentence_in_both_languages() -> None:
    english, swedish = codes(worded("duo-sentences", "en")), codes(worded("duo-sentences", "sv"))
    assert english == swedish
    assert len(english) == len(set(english.values())) == 23
    for language in ("en", "sv"):
        blocks = re.split(r"\n\n(?=DUO:)", worded("duo-sentences", language))[1:]
        assert [block.splitlines()[0] for block in blocks if len(block.splitlines()) < 2] == []


def test_codes_have_the_same_label_wherever_they_stand() -> None:
    known = codes(worded("duo-sentences", "en"))
    page = (ROOT / "docs" / "topics" / "access-policies.md").read_text("utf-8")
    table = dict(re.findall(r"^\| `(DUO:\d{7})` \| ([^|]+) \|", page, re.MULTILINE))
    assert table
    for found in (table, codes(worded("access-policy", "en")), codes(worded("access-policy", "sv"))):
        assert found.items() <= known.items()
    assert set(re.findall(r"DUO:\d+", page)) <= set(known)


def test_a_policy_has_one_permission() -> None:
    first, _second = re.split(r"\n\n(?=MODIFIERS)", worded("duo-sentences", "en"))
    for language in ("en", "sv"):
        assert len(codes(worded("access-policy", language)).keys() & codes(first).keys()) == 1


def test_the_sections_that_a_text_refers_to_are_there() -> None:
    for language, word in (("en", "section"), ("sv", "avsnitt")):
        sheet = paragraphs(worded("information-sheet", language))
        for text in (worded(one, language) for one in WORDED[1:]):
            assert set(re.findall(rf"\b{word}\s+(\d+(?:\.\d)?)", text)) <= set(sheet)
        assert re.findall(rf"\b{word}\s+(5\.2)", worded("access-policy", language)) == ["5.2"]


def test_the_page_refers_to_paragraphs_that_are_in_the_sheet() -> None:
    page = (ROOT / "docs" / "topics" / "consent-and-ethics-wording.md").read_text("utf-8")
    named = re.findall(r"(?<![\d(.])\b(\d\.\d)\b(?!\.)", page.partition("\n---\n")[2])
    assert named
    assert set(named) - {"1.0"} <= set(paragraphs(worded("information-sheet", "en")))
