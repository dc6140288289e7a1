"""What a build says of redirects."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from hostile import HOSTILE, UNUSUAL, quoted
from making import bed, main, text

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "page: index\n\n",
            "page: indec\n\n",
            "data/redirects.yml:1:8: WARNING: unknown page 'indec', did you mean 'index'? "
            "(instead of '/old/sowing/') [rdm.home]",
        ),
        (
            "anchor: garden",
            "anchor: gardn",
            "data/redirects.yml:4:8: WARNING: unknown anchor of index 'gardn', did you mean 'garden'? "
            "(instead of '/old/soil.html?part=2') [rdm.home]",
        ),
        (
            "page: index\n  anchor: garden",
            "page: indec\n  anchor: garden",
            "data/redirects.yml:4:8: WARNING: unknown page 'indec', did you mean 'index'? "
            "(instead of '/old/soil.html?part=2') [rdm.home]",
        ),
    ],
    ids=["page", "anchor", "page-with-anchor"],
)
def test_a_redirect_that_leads_nowhere_is_reported_in_every_build(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    project = bed(tmp_path, {}, "404")
    project.edit("data/redirects.yml", old, new)
    assert [project.build().warnings for _ in range(2)] == [[expected]] * 2


def test_a_heading_that_is_renamed_is_noticed_by_the_redirect_to_it(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "404")
    assert project.build().warnings == []
    project.edit("docs/index.md", "# Garden", "# Allotment")
    assert [line.rpartition(" [")[2] for line in project.build().warnings] == ["rdm.home]"]


def test_an_old_address_at_which_another_page_is_now_is_reported(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "water")
    project.edit("data/redirects.yml", "old: /old/sowing/", "old: /water.html")
    assert project.build().warnings == [
        "data/redirects.yml:1:8: WARNING: '/water.html' is the address of water, so nobody is led elsewhere; "
        "remove this redirect [rdm.home]"
    ]


def test_every_old_address_has_a_page_that_leads_on_without_a_script(tmp_path: Path) -> None:
    build = bed(tmp_path, {}, "404").build(strict=True)
    page = build.page("old/sowing/index")
    assert page.noscript.meta["content"] == "0; url=../../index.html"
    assert [(text(link), link["href"]) for link in page.select("li a")] == [("Garden", "../../index.html")]
    assert page.find("script", src="../../_static/moved.js")


def test_one_page_leads_on_from_all_that_was_asked_for_at_its_address(tmp_path: Path) -> None:
    page = bed(tmp_path, {}, "stores").build(strict=True).page("old/stores/index")
    assert json.loads(page.select_one("script.rdm-moved").get_text()) == [
        ["/old/stores/", "stores.html"],
        ["/old/stores/?of=roots", "stores.html?area=roots"],
    ]
    assert [link["href"] for link in page.select("li a")] == ["../../stores.html"]


def test_without_a_page_for_every_query_the_reader_chooses(tmp_path: Path) -> None:
    page = bed(tmp_path, {}, "404").build(strict=True).page("old/soil")
    assert page.noscript is None
    assert [link["href"] for link in page.select("li a")] == ["../index.html#garden"]


def test_no_page_is_written_over_and_none_for_a_file_of_another_type(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "stores")
    project.edit("data/redirects.yml", "old: /old/sowing/", "old: /")
    project.edit("data/redirects.yml", "old: /old/stores/\n", "old: /old/stores.xlsx\n")
    build = project.build(strict=True)
    assert text(main(build.page("index")).h1) == "Garden"
    assert not list(build.out.glob("old/stores.xlsx*"))


def test_the_page_of_an_address_that_is_forgotten_goes(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "404")
    project.build()
    project.edit("data/redirects.yml", "old: /old/sowing/", "old: /old/seeding/")
    files = project.build().files()
    assert "old/seeding/index.html" in files
    assert "old/sowing/index.html" not in files


@pytest.mark.parametrize("builder", ["epub", "singlehtml", "latex"])
def test_books_have_neither_old_addresses_nor_a_page_for_what_is_not_found(tmp_path: Path, builder: str) -> None:
    build = bed(tmp_path, {}, "404").build(
        builder, epub_basename="book", latex_documents=[("index", "b.tex", "B", "", "howto")]
    )
    files = list(build.files())
    text = "".join(path.read_text("utf-8") for path in (*build.out.glob("*.html"), *build.out.glob("*.tex")))
    if builder == "epub":
        files = ZipFile(build.out / "book.epub").namelist()
    assert [name for name in files if "old/" in name or "404" in name or "sitemap" in name] == []
    assert "Nothing grows here" not in text


@pytest.mark.parametrize(
    ("address", "builder", "expected"),
    [
        ("", "html", {"/index.html", "/_static/basic.css", "/search.html", "#nothing-grows-here"}),
        (
            "https://example.org/notes/",
            "html",
            {"/notes/index.html", "/notes/_static/basic.css", "/notes/search.html"},
        ),
        ("https://example.org/notes", "dirhtml", {"/notes/", "/notes/_static/basic.css", "/notes/search/"}),
    ],
)
def test_the_page_for_what_is_not_found_has_links_that_hold_everywhere(
    tmp_path: Path, address: str, builder: str, expected: set[str]
) -> None:
    project = bed(tmp_path, {}, "404")
    if address:
        project.edit("data/site.yml", "name:", f"base_url: {address}\nname:")
    for build in (project.build(builder, strict=True), project.build(builder, strict=True)):
        page = build.page("404")
        links = {
            re.sub(r"\?v=.*", "", str(tag[name]))
            for name in ("href", "src", "action")
            for tag in page.find_all(attrs={name: True})
        }
        assert expected <= links
        assert {link for link in links if not re.match(r"/|#|https?:", link)} == set()
        assert page.html["data-content_root"] == (f"{address.rstrip('/')}/".removeprefix("https://example.org"))


def test_the_page_for_what_is_not_found_is_written_once_and_where_servers_look_for_it(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "404")
    project.edit("data/site.yml", "name:", "base_url: https://example.org/notes\nname:")
    for _ in range(2):
        build = project.build("dirhtml", strict=True)
        pages = {name: text for name, text in build.files().items() if name.endswith(".html")}
        assert [name for name in pages if b"<h1>Nothing grows here" in pages[name]] == ["404.html"]
    assert (build.read, build.written) == ([], [])
    page = build.page("404")
    assert page.find("link", rel="canonical")["href"] == "https://example.org/notes/404.html"
    for link in page.select("a[href^='/'], link[href^='/'], script[src^='/'], form[action^='/']"):
        path = str(link.get("href") or link.get("src") or link.get("action")).partition("?")[0].partition("#")[0]
        target = build.out / path.removeprefix("/notes/")
        assert (target / "index.html" if path.endswith("/") else target).is_file(), path


def test_the_page_for_what_is_not_found_keeps_the_encoding_of_the_site(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "404")
    project.edit("docs/404.md", "Go to", "Gå till \u4e16")
    build = project.build(html_output_encoding="iso-8859-1", strict=True)
    assert b"G\xe5 till &#19990;" in (build.out / "404.html").read_bytes()


@pytest.mark.parametrize("address", ["https://[", "//[", "http://[x]/"])
def test_an_address_of_the_site_that_is_none_is_reported(tmp_path: Path, address: str) -> None:
    build = bed(tmp_path, {}, "404").build(html_baseurl=address)
    assert build.warnings == [
        f"WARNING: html_baseurl: '{address}' is not a web address; write one that begins with https:// [rdm.home]"
    ]
    assert "sitemap.xml" not in build.files()


def test_the_page_for_what_is_not_found_knows_new_redirects(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "404")
    project.build()
    project.edit("data/redirects.yml", "old: /old/sowing/", "old: /old/list.xlsx")
    build = project.build()
    assert build.read == ["404"]
    assert ["/old/list.xlsx", "index.html"] in json.loads(build.page("404").select_one("script.rdm-moved").get_text())


def test_the_site_map_names_every_page_that_is_to_be_found(tmp_path: Path) -> None:
    project = bed(tmp_path, {"new.md": "---\nreviewed: 2026-11-02\n---\n# New\n"}, "404", "sow")
    assert "sitemap.xml" not in project.build().files()
    project.edit("data/site.yml", "name:", "base_url: https://example.org/notes\nname:")
    project.build()
    project.write("docs/new.md", "---\nreviewed: 2026-11-03\n---\n# New\n")
    rows = ElementTree.fromstring(project.build().text("sitemap.xml"))
    found = {row[0].text: row[1].text if len(row) > 1 else "" for row in rows}
    assert found == {
        **{f"https://example.org/notes/{name}.html": "" for name in ("index", "sow")},
        "https://example.org/notes/new.html": "2026-11-03",
    }


def test_the_site_map_is_sound_whatever_pages_and_settings_say(tmp_path: Path) -> None:
    days = dict.fromkeys(HOSTILE["Day"]) | {day: day for day in UNUSUAL["Day"]}
    written = {**{quoted(day): found for day, found in days.items()}, "[2026-11-02]": None, "2026-11-02": "2026-11-02"}
    pages = {f"new{number}.md": f"---\nreviewed: {day}\n---\n# New\n" for number, day in enumerate(written)}
    project = bed(tmp_path, pages | {"R&D's <new>.md": "# New\n"}, "404")
    build = project.build(html_baseurl="https://example.org/a\x01b\ufffe&c/")
    rows = {row[0].text: [part.text for part in row[1:]] for row in ElementTree.fromstring(build.text("sitemap.xml"))}
    top = "https://example.org/a%01b%EF%BF%BE&c/"
    found = {number: rows[f"{top}new{number}.html"] for number in range(len(written))}
    assert found == {number: [day] if day else [] for number, day in enumerate(written.values())}
    assert f"{top}R%26D%27s%20%3Cnew%3E.html" in rows
