"""Values that were meant to do harm, or that nobody thought of, for each type of field in ``catalogue.fields``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hypothesis import strategies as st

HOSTILE: Final[Mapping[str, tuple[str, ...]]] = {
    "Path": (
        "",
        "?",
        "#",
        "old.html",
        "https://example.org/old.html",
        "//example.org/old.html",
        "//[",
        "/[//",
        "/old//page.html",
        "/old/page.html//",
        "/.",
        "/..",
        "/./old.html",
        "/../precious/page.html",
        "/old/../../precious/page.html",
        "/%2e%2e/%2e%2e/precious/page.html",
        "/%2E%2e/precious/page.html",
        "/.%2e/precious/page.html",
        "/%252e%252e/precious/page.html",
        "/..%2fprecious/page.html",
        "/old%2Fpage.html",
        "/..%5cprecious%5cpage.html",
        "/old\\page.html",
        "\\\\host\\old.html",
        "/C:/old.html",
        "/c%3a/old.html",
        "/old%00.html",
        "/old%0a.html",
        "/old%09.html",
        "/old%7f.html",
        "/old%c2%85.html",
        "/%e2%80%aelmth.html",
        "/old%ff.html",
        "/old%c0%ae%c0%ae/page.html",
        "/old%ed%a0%80.html",
        "/old%ee%80%80.html",
        "/100%.html",
        "/old%zz.html",
        "/old%2",
        "/old./page.html",
        "/old.../page.html",
        "/old%20/page.html",
        "/old%2e/",
        "/old page.html",
        "/old\u00a0page.html",
        "/old.html#part",
        "/old.html?",
        "/old.html?&",
        "/old.html?a=1 2",
        "/" + "x" * 201,
        "/" + "é" * 101 + ".html",
        "/" + "%c3%a9" * 101 + ".html",
        "/" + "x/" * 501,
        "/" + "x" * 100_000,
        "/" + "x" * 500 + "./old.html",
        "/" + "x" * 500 + "?",
    ),
}
"""None of these is a value of the type."""

UNUSUAL: Final[Mapping[str, tuple[str, ...]]] = {
    "Path": (
        "/",
        "/old",
        "/CON/aux.html",
        "/.well-known/old.html",
        "/...old/page.html",
        "/~user/page.html",
        "/wiki/Help:Contents",
        "/wiki/What%3F/",
        "/wiki/C%23.html",
        "/100%25.html",
        "/v1.2/",
        "/v1.2/index.htm",
        "/capitals.HTML",
        "/old.xlsx",
        "/%5bold%5d.html",
        "/{old}/{}.html",
        "/<script>alert(1)</script>.html",
        "/'\"&amp;.html",
        "/åäö/%c3%a9.html",
        "/e\u0301.html",
        "/日本語/",
        "/old.html?a=1&a=2&b",
        "/old.html?next=//[&x=%ff&y=%",
        "/old.html?q=a?b/../c",
        "/" + "x" * 200 + "/",
        "/" + "x/" * 499,
    ),
}
"""These are, odd as they look."""

_PIECES: Final = [
    *("/", "/", "/", ".", "..", "%2e", "%2E%2e", "%252e", "%2f", "\\", "%5c", "%00", "%0a", "%", "%ff", "%25", "%41"),
    *("a", "A", "b", "é", "e\u0301", "%c3%a9", "ß", "ss", ".html", ".HTM", ".xlsx", "index.html", "C:", "[", " ", "~"),
    *("?", "?a=1", "?b=2&a=1", "?&", "#", "\t", "\n", "\u202e", "\ud800", "\ufffd", "x" * 130, "ü" * 70, "x/" * 300),
]
PATHS: Final = st.one_of(st.text(max_size=12), st.lists(st.sampled_from(_PIECES), max_size=8).map("".join)).flatmap(
    lambda text: st.sampled_from([text, f"/{text}", f"/{text}/", f"/{text}.html"])
)
"""Texts of what a path is made of, and of what it must not be made of."""
