"""How editors read data files, and what they mark in them."""

from __future__ import annotations

from typing import Any

import yaml
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from sphinx_rdm.records.schema import OFFERED


class AsEditorsRead(yaml.CSafeLoader):
    """YAML as editors read it, in which a date is text."""


AsEditorsRead.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def found(schemas: dict[str, dict[str, Any]], name: str, value: Any) -> list[str]:
    """What an editor marks that has the schema of this name, with the one of what is offered beside it."""
    beside = Registry().with_resource(f"{OFFERED}.json", DRAFT202012.create_resource(schemas[OFFERED]))
    return [error.message for error in Draft202012Validator(schemas[name], registry=beside).iter_errors(value)]
