"""What a build stands on has one digest: of equal things always the same, of others another."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import UserDict
from pathlib import Path

import pytest
from sphinx.locale import get_translation

from sphinx_rdm.incremental import digest
from sphinx_rdm.incremental.digest import fingerprint, plain

pytestmark = pytest.mark.slow  # it builds site after site


class Thing:
    """Something without a text of its own."""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["a", "b"], ["b", "a"]),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ("1", 1),
        (1, True),
        (None, "None"),
        ("['a']", ["a"]),
        (["a, b"], ["a", "b"]),
        (["a','b"], ["a", "b"]),
        (b"a", "a"),
        (Path("a"), Path("b")),
        (fingerprint, plain),
        (re, sys),
        (re.compile("a"), re.compile("a", re.IGNORECASE)),
    ],
)
def test_different_values_have_different_texts(one: object, other: object) -> None:
    assert plain(one) != plain(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"c", "a", "b"}, frozenset(["b", "c", "a"])),
        (["a"], ("a",)),
        ({"a": [1]}, UserDict({"a": [1]})),
        (get_translation("sphinx_rdm")("Search"), "Search"),
        ([Thing()], [Thing()]),
        (Thing, Thing),
    ],
)
def test_what_shows_the_same_has_the_same_text(one: object, other: object) -> None:
    assert (plain(one), fingerprint(one)) == (plain(other), fingerprint(other))


def test_the_text_of_a_set_is_the_same_in_every_process() -> None:
    code = "from sphinx_rdm.incremental.digest import plain; print(plain(set('abcdefgh')), plain(print), plain(plain))"
    texts = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True, text=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(texts) == 1


def test_any_file_of_the_extension_counts_as_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest, "_PACKAGE", tmp_path)
    of_code = digest.of_code.__wrapped__  # which looks again
    seen = {of_code()}
    for name in ("a.py", "search/search.js", "pdf/template.typ", "locale/sv/LC_MESSAGES/sphinx_rdm.mo"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        for text in ("one", "two"):
            (tmp_path / name).write_text(text, "utf-8")
            seen.add(of_code())
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    seen.add(of_code())
    assert len(seen) == 10
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__/a.pyc").write_bytes(b"")
    assert of_code() in seen
