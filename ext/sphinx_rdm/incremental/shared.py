"""What pages show of each other. If any of it changes, all pages of a folder are written again, and none is read."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.environment import BuildEnvironment

from ..domain import RdmDomain
from .digest import fingerprint


def shared(env: BuildEnvironment) -> str:
    """A fingerprint of all that a written page may show of others, besides what parts show on every page."""
    domain = RdmDomain.of(env)
    pages = sorted(env.all_docs)
    data = env.domaindata
    found: list[Any] = [
        [
            (name, env.titles[name].pformat(), env.longtitles[name].pformat(), env.tocs[name].pformat())
            for name in pages
        ],
        [(name, env.toctree_includes.get(name), env.toc_secnumbers.get(name)) for name in pages],
        [
            (name, env.toc_fignumbers.get(name), *map(env.metadata[name].get, ("myst_slugs", "tocdepth")))
            for name in pages
        ],
        [(name, sorted(data["std"][name].items())) for name in ("labels", "anonlabels")],
        # What references between pages find besides labels and objects.
        [sorted(data[name].get(table, {}).items()) for name, table in (("math", "objects"), ("citation", "citations"))],
        [(other.name, sorted(tuple(map(str, item)) for item in other.get_objects())) for other in env.domains.sorted()],
        [sorted(domain.records(object_type).items()) for object_type in domain.object_types],
        sorted((docname, sorted(set(ids))) for docname, ids in domain.data["listed"].items()),
        sorted((path, name) for path, (_docnames, name) in env.images.items()),
    ]
    return fingerprint(found)


def settle(env: BuildEnvironment) -> None:
    """Take out of the environment what depends on the order in which pages were read, and on earlier builds."""
    # Sphinx numbers sections again, but leaves the numbers of those that have lost theirs.
    entries = (entry for toc in env.tocs.values() for entry in toc.findall(nodes.reference))
    for node in (*env.titles.values(), *env.longtitles.values(), *entries):
        node.attributes.pop("secnumber", None)
    # Of several pictures with one file name, the one that was read first kept it.
    pictures = type(env.images)()
    for path in sorted(env.images):
        for docname in sorted(env.images[path][0]):
            pictures.add_file(docname, path)
    env.images = pictures
