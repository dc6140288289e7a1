"""The check of outside links, against servers that answer in all the ways in which servers do."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from answering import Server, certificate
from building import Project
from commands import run
from machine.sequence import differences

LEDGER = Path("data/checked/links.json")
DAY = "2026-01-01"


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Server]]:
    """Start servers that end with the test."""
    monkeypatch.setenv("NO_PROXY", "*")
    started: list[Server] = []

    def start(certificate: Path | None = None) -> Server:
        started.append(Server(certificate))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def atlas(project: Callable[[str], Project], monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project without an address, and the current folder."""
    atlas = project("atlas")
    monkeypatch.chdir(atlas.root)
    atlas.write("data/resources.yml", "[]\n")
    return atlas


def fill(atlas: Project, *addresses: str) -> None:
    """Have a record for each address; that of the first is on line 3, and each has eight lines."""
    rows = [
        f"- id: a{number}\n  title: A{number}\n  url: {address}\n  description: One.\n  category: gear\n"
        "  kind: thing\n  phases: all\n\n"
        for number, address in enumerate(addresses)
    ]
    atlas.write("data/resources.yml", "".join(rows))


def links(*options: str, today: str = DAY) -> Result:
    return run("links", "--pause", "0", "--limit", "5", "--today", today, *options)


def said(result: Result) -> dict[str, str]:
    """What is said of each path, at the line of its record."""
    found = {}
    for line in result.stdout.splitlines():
        place, _, message = line.partition(": http")
        address, _, rest = message.partition(" ")
        found[address.rpartition(":")[2].partition("/")[2]] = rest.partition("; ")[0]
        file, row, column = place.split(":")
        line = Path(file).read_text("utf-8").splitlines()[int(row) - 1]
        assert line[int(column) - 1 :].startswith(f"http{address}"), place
    return found


def test_every_answer_is_told_at_the_line_of_its_record(
    atlas: Project, serve: Callable[..., Server], tmp_path: Path
) -> None:
    server = serve()
    here, once = server.address, f"once on {DAY}"
    fine = [*("fine", "elsewhere", "elsewhere-moved", "cookie", "busy", "busy-until", "endless", "headers", "204")]
    told = {
        "moved": f"has moved for good to {here}/fine",
        "moved-308": f"has moved for good to {here}/fine?308",
        "twice": f"has moved for good to {here}/fine",
        "then-elsewhere": f"has moved for good to {here}/elsewhere",
        "to-part": f"has moved for good to {here}/fine#part",
        "to-front": f"has given way to the front page {here}/",
        "moved-away": f"fails: leads to {here}/404: answers 404 (Not Found), {once}",
        "404": f"fails: answers 404 (Not Found), {once}",
        "410": f"fails: answers 410 (Gone), {once}",
        "500": f"fails: answers 500 (Internal Server Error), {once}",
        "401": "cannot be told: answers 401 (Unauthorized)",
        "403": "cannot be told: answers 403 (Forbidden)",
        "999": "cannot be told: answers 999",
        "429": "cannot be told: answers 429 (Too Many Requests)",
        "always-busy": "cannot be told: answers 429 (Too Many Requests)",
        "loop": f"cannot be told: leads to {here}/loop: it leads in a circle",
        "on/0": f"cannot be told: leads to {here}/on/11: it leads on and on",
        "no-web": "cannot be told: leads to ftp://127.0.0.1/: it leads to what is no web address",
        "nowhere": "cannot be told: leads to http://[::1/: nobody can be asked for it",
        "closes": "cannot be told: its answer breaks off, or is none",
        "nonsense": "cannot be told: its answer breaks off, or is none",
    }
    others = {"http://127.0.0.1:1/refused": "its host refuses the connection"}
    if file := certificate(tmp_path):
        others[f"{serve(file).address}/certificate"] = "its certificate cannot be trusted"
    fill(atlas, *(f"{here}/{path}" for path in (*fine, *told)), *others)
    result = links("--unclear")
    expected = {f"{address.rpartition('/')[2]}": f"fails: {what}, {once}" for address, what in others.items()}
    assert said(result) == told | expected
    assert result.exit_code == 0
    assert server.paths.count("/always-busy") == 2
    assert result.stderr.startswith(f"{len(fine) + len(told) + len(others)} addresses at ")


def test_who_never_answers_or_asks_for_too_long_a_wait_is_asked_no_more(
    atlas: Project, serve: Callable[..., Server]
) -> None:
    silent, dripping, busy, full = serve(), serve(), serve(), serve()
    paths = {silent: "never", dripping: "drip", busy: "busy-for-long", full: "429"}
    fill(atlas, *(f"{server.address}/{path}-{number}" for server, path in paths.items() for number in range(6)))
    result = links("--unclear", "--limit", "0.2")
    assert {server: len(server.asked) for server in paths} == {silent: 3, dripping: 1, busy: 1, full: 3}
    unasked = [path for path, what in said(result).items() if "kept us waiting" in what]
    assert len(unasked) == 24 - 8
    assert links("--limit", "0.2").stdout == ""


def test_servers_are_asked_politely_and_once_for_each_address(
    atlas: Project, serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve()
    Path("netrc").write_text("default login me password secret\n", "utf-8")
    monkeypatch.setenv("NETRC", str(Path("netrc").resolve()))
    fill(
        atlas, *(f"{server.address}/{number}-x#a{number}" for number in (200, 201, 202, 203)), f"{server.address}/200-x"
    )
    atlas.edit("data/site.yml", "name: Atlas", "name: Atlas (örtlich)\nbase_url: http://127.0.0.1:1/site")
    page = f"# River\n\n<{server.address}/200-x> [two]({server.address}/201-x) `{server.address}/code`\n"
    atlas.write("docs/river.md", page)
    result = links("--pause", "0.1", "--without", "http://127.0.0.1:1/*")
    assert (result.stdout, result.exit_code) == ("", 0)
    assert result.stderr == "4 addresses at 7 places: 4 fine.\n"
    assert sorted(server.paths) == ["/200-x", "/201-x", "/202-x", "/203-x"]
    times = [asked.at for asked in server.asked]
    assert all(later - before >= 0.1 for before, later in pairwise(times))
    assert server.at_once["most"] == 1
    assert {(asked.method, asked.has_login) for asked in server.asked} == {("GET", False)}
    assert server.asked[0].agent.startswith("sphinx-rdm/")
    assert server.asked[0].agent.endswith(" (links of Atlas [rtlich]; +http://127.0.0.1:1/site)")


def test_addresses_are_found_in_fields_links_and_sources_and_nowhere_else(
    atlas: Project, serve: Callable[..., Server]
) -> None:
    server = serve()
    here = server.address
    fields = "- {id: plan, kinds: [resources], title: Plan, takes: address}\n"
    fields += f"- {{id: no, kinds: [resources], title: No, takes: identifier, pattern: '{here}/404-{{}}'}}\n"
    atlas.write("data/fields.yml", fields)
    fill(atlas, f"{here}/404-url")
    atlas.edit("data/resources.yml", "phases: all", f"phases: all\n  plan: '{here}/404-plan'\n  no: number")
    atlas.write(
        "docs/river.md",
        f"---\nphase: swim\nsources:\n  - title: One\n    url: {here}/404-source\n---\n# River\n\n"
        f"[a][name] and [b]({here}/404-b) ![c]({here}/404-picture) `{here}/404-code`\n\n"
        f":::{{note}}\n- <{here}/404-in>\n:::\n\n"
        f"[name]: {here}/404-name\n\n```text\n<{here}/404-block>\n```\n\n<https://example.org/404>\n",
    )
    atlas.edit("conf.py", '{".md": "markdown"}', '{".md": "markdown", ".rst": "restructuredtext"}')
    rst = f"Road\n====\n\n`a <{here}/404-rst>`_\n{here}/404-bare. ``{here}/404-code``::\n\n   {here}/404-literal\n"
    atlas.write("docs/more.rst", f"{rst}\nEnd.\n")
    found = [line.partition(": http")[0] for line in links().stdout.splitlines()]
    assert sorted(found) == [
        "data/resources.yml:3:8",
        "data/resources.yml:8:9",
        "data/resources.yml:9:7",
        "docs/more.rst:4:5",
        "docs/more.rst:5:1",
        "docs/river.md:12:4",
        "docs/river.md:15:9",
        "docs/river.md:5:10",
        "docs/river.md:9:19",
    ]
    assert not {"/404-code", "/404-block", "/404-literal", "/404-picture"} & set(server.paths)


def test_what_has_moved_is_a_patch_that_git_applies(atlas: Project, serve: Callable[..., Server]) -> None:
    server = serve()
    here = server.address
    fill(atlas, f"{here}/moved", f"'{here}/moved#top'", f"{here}/to-front", f"{here}/404", f"{here}/bracket")
    before = Path("data/resources.yml").read_text("utf-8")
    page = f"# River\n\n[a]({here}/moved) <{here}/moved#x> and [b][] of `{here}/moved`\r\n\n[b]: {here}/twice"
    atlas.write("docs/river.md", page)
    assert links("--patch", "links.patch").exit_code == 0
    assert links("--patch", "-").stdout == Path("links.patch").read_text("utf-8")
    assert links("--strict").exit_code == 1
    subprocess.run(["git", "apply", "links.patch"], check=True)
    after = before.replace("/moved", "/fine")
    assert Path("data/resources.yml").read_text("utf-8") == after
    expected = page.replace(f"({here}/moved", f"({here}/fine").replace(f"<{here}/moved", f"<{here}/fine")
    assert (atlas.root / "docs/river.md").read_bytes().decode() == expected.replace("/twice", "/fine")
    assert sorted(said(links())) == ["404", "bracket", "to-front"]


def ledger() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(LEDGER.read_text("utf-8"))
    return found


def test_an_address_is_dead_after_three_failures_in_fourteen_days_with_nothing_fine_between(
    atlas: Project, serve: Callable[..., Server]
) -> None:
    server = serve()
    address = f"{server.address}/page"
    fill(atlas, address, f"{server.address}/other")
    assert links(today="2026-01-01").exit_code == 0
    assert ledger()["addresses"][address] == {"fine_since": "2026-01-01"}
    server.gone.add("/page")
    for day in ("2026-01-08", "2026-01-08", "2026-01-09", "2026-01-10", "2026-01-21"):
        assert links(today=day).exit_code == 0
    assert ledger()["addresses"][address] == {
        "last_fine": "2026-01-01",
        "first_failed": "2026-01-08",
        "last_failed": "2026-01-21",
        "failures": 4,
    }
    result = links(today="2026-01-22")
    assert result.exit_code == 1
    assert said(result) == {
        "page": "is dead: answers 404 (Not Found), 5 times since 2026-01-08, last fine on 2026-01-01"
    }
    assert f"https://web.archive.org/web/20260101/{address}\n" in result.stdout
    server.gone.clear()
    assert links(today="2026-01-23").exit_code == 0
    server.gone.add("/page")
    assert links(today="2026-02-23").exit_code == 0
    fill(atlas, f"{server.address}/other", "no address")
    links(today="2026-02-24")
    assert address in ledger()["addresses"]
    fill(atlas, f"{server.address}/other")
    links(today="2026-02-24")
    assert ledger() == {
        "last_run": "2026-02-24",
        "addresses": {f"{server.address}/other": {"fine_since": "2026-01-01"}},
    }


def test_what_cannot_be_told_is_no_failure_and_a_ledger_changes_only_where_something_did(
    atlas: Project, serve: Callable[..., Server]
) -> None:
    server = serve()
    fill(atlas, *(f"{server.address}/{path}" for path in ("403", "404", "fine", "moved")))
    links(today="2026-01-01")
    links(today="2026-01-08")
    before = LEDGER.read_text("utf-8").splitlines()
    links(today="2026-01-15")
    after = LEDGER.read_text("utf-8").splitlines()
    assert [line for line in after if line not in before] == [
        ' "last_run": "2026-01-15",',
        f'  "{server.address}/404": {{"first_failed": "2026-01-01", "last_failed": "2026-01-15", "failures": 3}},',
    ]
    assert f"{server.address}/403" not in ledger()["addresses"] or not ledger()["addresses"][f"{server.address}/403"]
    assert ledger()["addresses"][f"{server.address}/moved"]["moved_to"] == f"{server.address}/fine"


def test_where_nothing_answers_nothing_is_noted(atlas: Project) -> None:
    fill(atlas, "http://127.0.0.1:1/a", "http://127.0.0.1:2/b")
    result = links()
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "Nothing answers, so the network is at fault; nothing was noted.\n"
    assert not LEDGER.exists()


def test_data_alone_are_asked_for_and_pages_stay_in_the_ledger(atlas: Project, serve: Callable[..., Server]) -> None:
    server = serve()
    fill(atlas, f"{server.address}/fine")
    atlas.write("docs/river.md", f"# River\n\n<{server.address}/page>\n")
    links()
    links("data", today="2026-01-08")
    assert server.paths == ["/fine", "/page", "/fine"]
    assert list(ledger()["addresses"]) == [f"{server.address}/fine", f"{server.address}/page"]
    assert ledger()["last_run"] == DAY


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{\n<<<<<<< ours\n", ":2:1: this is not valid JSON (Expecting property name enclosed in double quotes)"),
        ("[]", ":1:1: this is no ledger of links"),
        ('{"addresses": {"https://a.se": {"failures": 3}}}', ":1:1: this is no ledger of links"),
        ('{"addresses": {"https://a.se": {"first_failed": "soon"}}}', ":1:1: this is no ledger of links"),
    ],
)
def test_a_ledger_that_cannot_be_read_is_left_alone(atlas: Project, text: str, message: str) -> None:
    fill(atlas, "http://127.0.0.1:1/a")
    atlas.write("kept.json", text)
    result = links("--ledger", "kept.json")
    assert result.exit_code == 2
    assert result.stderr == f"kept.json{message}; take back the last version, or delete the file\n"
    assert Path("kept.json").read_text("utf-8") == text


def test_a_ledger_that_cannot_be_written_is_told_without_a_traceback(
    atlas: Project, serve: Callable[..., Server]
) -> None:
    fill(atlas, f"{serve().address}/fine")
    name = "x" * 253  # what is written beside it first has a longer one
    result = links("--ledger", name)
    assert result.exit_code == 2
    assert result.stderr == f"cannot write '{name}': File name too long\n"


def test_programs_and_hosts_are_told_the_same(atlas: Project, serve: Callable[..., Server]) -> None:
    server = serve()
    fill(atlas, f"{server.address}/404", f"{server.address}/moved")
    rows = json.loads(links("--format", "json").stdout)
    assert [(row["file"], row["line"], row["column"], row["type"]) for row in rows] == [
        ("data/resources.yml", 3, 8, "links.failing"),
        ("data/resources.yml", 11, 8, "links.moved"),
    ]
    noted = links("--format", "github").stdout.splitlines()
    assert [line.partition("::http")[0] for line in noted] == [
        "::warning file=data/resources.yml,line=3,col=8",
        "::warning file=data/resources.yml,line=11,col=8",
    ]
    for day in ("2026-02-01", "2026-03-01"):
        dead = links("--format", "github", today=day)
    assert dead.stdout.startswith("::error file=data/resources.yml,line=3,col=8")


COPY = "https://web.example.org/2025/almanac"


def dead(address: str) -> str:
    """A ledger in which an address is dead."""
    entry = {"first_failed": "2026-01-01", "last_failed": "2026-02-01", "failures": 3}
    return json.dumps({"addresses": {address: entry}})


def test_what_is_dead_leads_to_its_archived_copy_and_the_page_says_so(
    project: Callable[[str], Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    garden = project("garden")
    garden.edit("data/resources.yml", "  title: the Almanac\n", f"  title: the Almanac\n  archived: {COPY}\n")
    before = garden.build()
    assert COPY not in before.text("sow.html")
    garden.write(f"{LEDGER}", dead("https://example.org/almanac"))
    after = garden.build()
    assert after.warnings == []
    cell = after.page("sow").find("a", href=COPY).find_parent("th")
    assert cell.get_text(" ", strip=True) == "the Almanac An archived copy; the page itself is gone."
    entry = after.page("all").find("a", href=COPY).find_parent(class_="rdm-record")
    assert "An archived copy; the page itself is gone." in entry.text
    assert differences(after.files(), garden.build(folder="clean").files()) == {}
    garden.write(f"{LEDGER}", dead("https://example.org/compost"))
    assert differences(garden.build().files(), before.files()) == {}
    garden.write(f"{LEDGER}", "{")
    broken = garden.build()
    monkeypatch.chdir(garden.root)
    assert run("check").stdout.splitlines() == [
        line.replace("WARNING: ", "").partition(" [rdm")[0] for line in broken.warnings
    ]
    assert [line.partition(" (")[0] for line in broken.warnings] == [f"{LEDGER}:1:2: WARNING: this is not valid JSON"]


def test_what_has_an_archived_copy_needs_nobody(atlas: Project, serve: Callable[..., Server]) -> None:
    server = serve()
    gone, other = f"{server.address}/404", f"{server.address}/410"
    fill(atlas, gone, f"{server.address}/fine")
    atlas.edit("data/resources.yml", f"url: {gone}\n", f"url: {gone}\n  archived: {server.address}/fine\n")
    atlas.write(f"{LEDGER}", dead(gone))
    result = links(today="2026-02-08")
    assert (result.stdout, result.exit_code) == ("", 0)
    assert result.stderr == "2 addresses at 3 places: 1 fine, 1 dead (3 failures in 14 days).\n"
    atlas.edit("data/resources.yml", gone, other)
    atlas.write(f"{LEDGER}", dead(other))
    atlas.write("docs/river.md", f"# River\n\n[a]({other})\n")
    assert [line.partition(": ")[0] for line in links(today="2026-02-08").stdout.splitlines()] == ["docs/river.md:3:5"]


def test_killed_in_the_middle_the_ledger_is_whole_and_what_was_learnt_is_kept(
    atlas: Project, serve: Callable[..., Server]
) -> None:
    server, silent = serve(), serve()
    known = [f"{server.address}/{number}" for number in range(500, 520)]
    fill(atlas, *known, f"{silent.address}/never")
    LEDGER.parent.mkdir()
    old = {"last_run": "2025-12-01", "addresses": {f"{silent.address}/never": {"fine_since": "2025-01-01"}}}
    LEDGER.write_text(json.dumps(old), "utf-8")
    code = "from sphinx_rdm.cli import linking, main; linking._SAVED_EVERY = 0; main()"
    command = [sys.executable, "-c", code, "links", "--pause", "0", "--today", DAY]
    running = subprocess.Popen(command, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert silent.has_never.wait(20)
        while running.poll() is None and len(server.asked) < 12:
            pass
    finally:
        running.send_signal(signal.SIGKILL)
        running.wait()
    found = ledger()
    assert found["last_run"] == "2025-12-01"
    assert found["addresses"].pop(f"{silent.address}/never") == {"fine_since": "2025-01-01"}
    assert len(found["addresses"]) >= 5
    assert set(found["addresses"]) <= set(known)
