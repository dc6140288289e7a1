"""The theme ``rdm``: the frame of a page, and how everything in it looks.

The templates and sheets here know no site. What a site chooses are its options; a name of a page that is not there, or
a value that makes no sense, is told and left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from ..private import given
from ..records.wording import nearest, unknown
from ..warning import warn_of_setting
from .tokens import NAME, fault, tokens_of

_LISTS: Final = ("sections", "footer_links", "search_help")
_PAGES: Final = ("start_page", "edit_page", "report_page")
"""Options that hold pages with what links to them are called, and those that hold a page."""

_OPTIONS: Final = ("accent", *_LISTS, *_PAGES)

_BEHIND_EXTENSIONS: Final = 600
"""Between the style sheets of extensions (500) and those of the site (800), so that each may change the one before."""


def setup(app: Sphinx) -> None:
    """What Sphinx calls for a theme that no extension has brought along."""
    raise ExtensionError(f"html_theme = '{NAME}' needs the extension 'sphinx_rdm'; name it in extensions in conf.py")


def connect(app: Sphinx) -> None:
    """Register the theme, which does nothing unless a site chooses it."""
    app.add_html_theme(NAME, str(Path(__file__).parent))
    app.connect("config-inited", _settle)
    app.connect("builder-inited", _add_files)
    app.connect("env-updated", _check_pages)


def _settle(app: Sphinx, config: Config) -> None:
    """Leave out options that make no sense, and tell templates and sheets what things look like."""
    if config.html_theme == NAME:
        if "rdm_links_beside" not in given(config):
            config.rdm_links_beside = True
        chosen = config.html_theme_options  # of which Sphinx says it if it is no dict
        options = config.html_theme_options = dict(chosen) if isinstance(chosen, dict) else {}
        for name in [name for name in options if name not in _OPTIONS and nearest(str(name), _OPTIONS)]:
            _tell(app, unknown("option", str(name), _OPTIONS), name)
            del options[name]
        for name in _LISTS:
            if name in options:
                options[name] = list(_pairs(app, name, options[name]))
        for name in (name for name in (*_PAGES, "accent") if not isinstance(options.get(name, ""), str)):
            _tell(app, f"{name}: '{options[name]}' is no text", options.pop(name))
        if options.get("accent") and (wrong := fault(options["accent"])):
            _tell(app, f"accent: {wrong}", options.pop("accent"))
    config.html_context = {**config.html_context, "rdm_tokens": tokens_of(config)}


def _pairs(app: Sphinx, name: str, value: Any) -> Iterator[tuple[str, str]]:
    for item in value if isinstance(value, list | tuple) else [value]:
        if isinstance(item, list | tuple) and len(item) == 2 and all(isinstance(part, str) for part in item):
            yield item[0], item[1]
        else:
            message = f"{name}: '{item}' is no page with its name; write pairs such as ('topics/index', 'Topics')"
            _tell(app, message, item)


def _tell(app: Sphinx, wrong: str, value: object) -> None:
    warn_of_setting(app, "html_theme_options", f"html_theme_options: {wrong}", value)


def _options(app: Sphinx) -> dict[str, Any]:
    """The options of the theme if it is this one, or one that inherits from it."""
    theme = app.builder.theme if isinstance(app.builder, StandaloneHTMLBuilder) else None
    options = {**theme.get_options(), **app.config.html_theme_options} if theme else {}
    return options if set(_PAGES) <= options.keys() else {}


def _add_files(app: Sphinx) -> None:
    if _options(app):
        for name in ("tokens", "base", "frame", "content", "start"):
            app.add_css_file(f"{name}.css", priority=_BEHIND_EXTENSIONS)
        app.add_css_file("print.css", priority=_BEHIND_EXTENSIONS, media="print")
        app.add_js_file("colours.js")
        app.add_js_file("frame.js", loading_method="defer")
        if "sphinx_rdm.search" in app.extensions:
            app.add_js_file("suggest.js", loading_method="defer")


def _check_pages(app: Sphinx, env: BuildEnvironment) -> list[str]:
    options = _options(app)
    named = [(name, page) for name in _LISTS for page, _label in options.get(name, ())]
    named += [(name, options[name]) for name in _PAGES if options.get(name)]
    for name, page in named:
        if page not in env.found_docs:
            _tell(app, f"{name}: {unknown('page', page, env.found_docs)}", page)
    return []
