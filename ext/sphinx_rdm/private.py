"""All that we use of Sphinx though it promises nothing about it: why, and what to do when it is gone.

Each function has a test in ``test_private.py``, which fails first when Sphinx drops what the function uses. Scripts
of the search use ``_index``, ``output``, ``status`` and ``title`` of Sphinx's ``searchtools.js``; it has a test, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import contextmanager
from logging import WARNING, LogRecord, getLogger
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.languages import get_language as get_language_of_text
from docutils.parsers.rst import directives, roles
from docutils.parsers.rst.languages import get_language
from sphinx._cli.util import errors
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import ENUM, Config
from sphinx.environment import BuildEnvironment
from sphinx.search import IndexBuilder
from sphinx.util.build_phase import BuildPhase
from sphinx.util.docutils import new_document
from sphinx.util.logging import WarningStreamHandler


def given(config: Config) -> dict[str, Any]:
    """The settings that ``conf.py`` or the command line sets: ``Config._raw_config``.

    Sphinx does not tell a setting that has its default from one that is set to it, and what is set wins over the data.
    When it is gone: run ``conf.py`` with ``sphinx.config.eval_config_file``.
    """
    return {**config._raw_config, **config.overrides}


def in_conf_py(config: Config, name: str) -> Any:
    """What ``conf.py`` alone says of a setting, or None: ``Config._raw_config``.

    The command line may ask for a language to which pages are translated; ``conf.py`` names that of the sources.
    When it is gone: as for :func:`given`.
    """
    return config._raw_config.get(name)


def expected(config: Config, name: str) -> tuple[Any, Any]:
    """The default of a setting, and the types that it may have: ``Config.values``, whose items have no public type.

    Sphinx reports a value of another type, without a place, and builds with it.
    When it is gone: leave it to Sphinx, and look at settings of ours where they are used.
    """
    option = config.values[name]
    default, types = option.default, option.valid_types
    types = types if isinstance(types, ENUM | frozenset | list | tuple) else [types]  # as extensions write it
    return (default(config) if callable(default) else default), types


def note_term(env: BuildEnvironment, form: str, anchor: str, term: nodes.term) -> None:
    """Register another form of a term of a glossary: ``StandardDomain._note_term``.

    The public ``make_glossary_term`` registers one form, and adds an anchor for it.
    When it is gone: ``note_object("term", form, anchor)``, which does not fold capitals.
    """
    env.domains.standard_domain._note_term(form, anchor, location=term)


def disconnect(app: Sphinx, event: str, handler: Callable[..., Any]) -> None:
    """Take away what another extension connected: ``EventManager.listeners``.

    Sphinx's builder of EPUBs asks for settings that ours can do without, and only knows how to ask.
    When it is gone: fill in these settings before ``builder-inited``, and leave them out of the book again.
    """
    for listener in list(app.events.listeners[event]):
        if listener.handler is handler:
            app.disconnect(listener.id)


def use_visitors_of_format(app: Sphinx) -> None:
    """Keep all visitors for HTML in an EPUB, and so on: ``SphinxComponentRegistry.translation_handlers``.

    As soon as one extension has a visitor for the name of a builder, Sphinx no longer looks for those of its format.
    When it is gone: register each node of ours for every name of a builder that is known.
    """
    known = app.registry.translation_handlers
    if (name := app.builder.name) in known:
        known[name] = known.get(app.builder.format, {}) | known[name]


def is_lazy(value: object) -> bool:
    """Whether a value is a word that is translated when it is shown: ``sphinx.locale._TranslationProxy``.

    Its ``repr`` is not that of the text, so digests would tell equal words apart.
    When it is gone: see what ``sphinx.locale.get_translation`` returns.
    """
    return type(value).__name__ == "_TranslationProxy"


def use_index(builder: StandaloneHTMLBuilder, make: Callable[[Set[str]], IndexBuilder]) -> None:
    """Have a builder fill the index that *make* returns for the pages to be written: its method ``load_indexer``.

    Sphinx calls it when it has made an index of its own, to fill that from the last one; no setting names another.
    When it is gone: set ``builder.indexer`` wherever Sphinx does.
    """

    def load_indexer(docnames: Set[str]) -> None:
        builder.indexer = make(docnames)

    setattr(builder, "load_indexer", load_indexer)  # noqa: B010  (a method, for a checker of types)


def after_static_files(builder: StandaloneHTMLBuilder, act: Callable[[], None]) -> None:
    """Do something whenever a builder has copied style sheets and scripts: its method ``copy_static_files``.

    Pages hold check sums of these files, so that the end of a build is too late to change them.
    When it is gone: change them where a build ends, and let addresses have the sums of what they were.
    """
    copy = builder.copy_static_files

    def copy_static_files() -> None:
        copy()
        act()

    setattr(builder, "copy_static_files", copy_static_files)  # noqa: B010  (a method, for a checker of types)


def write_elsewhere(builder: StandaloneHTMLBuilder, folder: Path) -> None:
    """Have a builder write pages and doctrees into another folder, as a build does in its own.

    This is for :func:`read_page` and :func:`write_page`; the builder cannot build any more. When an attribute of it is
    gone: see how ``StandaloneHTMLBuilder.handle_page`` and ``Builder.write_doctree`` find where to write.
    """
    places = {name: Path(builder.get_output_path(name)) for name in builder.env.found_docs}
    files = {name: folder / place.relative_to(builder.outdir) for name, place in places.items()}
    setattr(builder, "get_output_path", files.__getitem__)  # noqa: B010  (a method, for a checker of types)
    setattr(builder, "doctreedir", folder)  # noqa: B010  (as a path of pathlib)
    builder.copysource = False
    builder.prepare_writing(set())
    builder.indexer = None


def read_page(app: Sphinx, docname: str) -> None:
    """Read one page: what ``Builder._read_serial`` does.

    When it is gone: leave it to builds, which show pages later.
    """
    app.builder.phase = BuildPhase.READING
    app.emit("env-purge-doc", app.env, docname)
    app.env.clear_doc(docname)
    app.builder.read_doc(docname)


def write_page(app: Sphinx, docname: str) -> None:
    """Write one page: what ``sphinx.builders._write_docname`` does.

    When it is gone: as for :func:`read_page`.
    """
    builder = app.builder
    builder.phase = BuildPhase.RESOLVING
    doctree = app.env.get_and_resolve_doctree(docname, builder, tags=builder.tags)
    builder.phase = BuildPhase.WRITING
    builder.write_doc_serialized(docname, doctree)
    builder.write_doc(docname, doctree)


def hear_warnings(revise: Callable[[LogRecord], bool]) -> None:
    """Have every warning revised before anybody counts or prints it: the handler ``WarningStreamHandler``.

    Loggers hand on what other processes logged to their handlers alone, past filters of their own.
    When it is gone: look among the handlers of the logger ``sphinx`` for that which prints warnings.
    """
    for handler in getLogger("sphinx").handlers:
        if isinstance(handler, WarningStreamHandler):
            handler.filters.insert(0, revise)


@contextmanager
def ends_told(tell: Callable[[BaseException], str]) -> Iterator[None]:
    """Have what ends a build of Sphinx's command told in other words, if there are some: ``handle_exception``.

    When it is gone: Sphinx tells it in its own words, with a traceback.
    """
    original = errors.handle_exception

    def handle(error: BaseException, **options: Any) -> None:
        if line := tell(error):
            print(line, file=options["stderr"])
        else:
            original(error, **options)

    errors.handle_exception = handle
    try:
        yield
    finally:
        errors.handle_exception = original


def hush() -> None:
    """Have builds not tell how MyST is set, and which templates are written: the loggers of these modules.

    When it is gone: it is told again.
    """
    for name in ("myst_parser.sphinx_ext.main", "sphinx.util.fileutil"):
        getLogger(f"sphinx.{name}").setLevel(WARNING)


def anchors(env: BuildEnvironment, docname: str) -> list[str]:
    """The anchors that MyST gives the headings of a page: ``myst_slugs`` in what is known of it.

    When it is gone: links to headings that do not exist are reported without the nearest one.
    """
    return list(env.metadata[docname].get("myst_slugs", {})) if docname in env.metadata else []


def names_of_directives(app: Sphinx) -> list[str]:
    """All directives that a page can use: ``_directives`` of docutils, which has those of extensions.

    When it is gone: those of domains are left.
    """
    of_domains = _in_domains(app, {name: domain.directives for name, domain in app.env.domains.items()})
    return sorted({*get_language("en").directives, *getattr(directives, "_directives", ()), *of_domains})


def names_of_roles(app: Sphinx) -> list[str]:
    """All roles that a page can use: ``_roles`` of docutils.

    When it is gone: as for :func:`names_of_directives`.
    """
    of_domains = _in_domains(app, {name: domain.roles for name, domain in app.env.domains.items()})
    return sorted({*get_language("en").roles, *getattr(roles, "_roles", ()), *of_domains} - {""})


def _in_domains(app: Sphinx, found: dict[str, Iterable[str]]) -> Iterator[str]:
    """Names as pages write them: behind the name of their domain; those of two domains may stand alone."""
    for domain, names in found.items():
        yield from (f"{domain}:{name}" for name in names)
        yield from names if domain in ("std", app.config.primary_domain) else ()


def options_of_directive(app: Sphinx, name: str) -> list[str]:
    """The options of a directive, which docutils looks up by its name: ``directives.directive``.

    When it is gone: messages about options do not name the nearest one.
    """
    found, _messages = directives.directive(name, get_language_of_text("en"), new_document(""))
    return sorted(getattr(found, "option_spec", None) or ())
