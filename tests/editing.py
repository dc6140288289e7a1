"""How editors read data files, and what they mark in them."""

from __future__ import annotations

from typing import Any

import yaml
from jsonschema import Draft202012Validator


class AsEditorsRead(yaml.SafeLoader):
    """YAML as editors read it, in which a date is text."""


AsEditorsRead.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def found(schema: dict[str, Any], value: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(schema).iter_errors(value)]
