"""A garden in which titles are what makes anchors of titles fail."""

from __future__ import annotations

import re
from pathlib import Path

from building import Project
from making import garden

MARKUP = "<b>&amp;"

PAGE = f"""\
# A & B, {MARKUP}

## `{MARKUP}`

## `{MARKUP}`

## Ελληνικά

## constructor

(A Place & more)=
## A place

:::{{note}}
:name: noted
Bees.
:::

```{{list-table}} Bees & <wasps>
* - One
```

:::{{admonition}} Beware: {MARKUP}
Bees sting.
:::

```{{index}} honey & wax, see: wax; honey
```

## Wax

```{{py:function}} hive.open(bees)
```
"""


def hostile_garden(folder: Path) -> Project:
    """The garden with titles of one sign, of markup, of other letters, with dots, and equal to their ids."""
    project = garden(folder, {"bees.md": PAGE})
    for name in ("resources", "facilities", "guide", "institutions"):
        titles = iter((MARKUP, "Ελληνικά", ".NET & “more”.", "&", "Åäö: 'x'. y"))
        path = project.root / f"data/{name}.yml"
        records = path.read_text("utf-8").split("\n- id: ")
        first, *rest = records
        # The first is called what it has as its id.
        texts = [_with_title(first, first.split()[2]), *(_with_title(record, next(titles)) for record in rest)]
        path.write_text("\n- id: ".join(texts), "utf-8")
    # These are named by their titles elsewhere in the garden.
    project.edit("docs/index.md", "{resource}`Rain diary`", "{resource}`rain`")
    project.edit("data/vocabulary.yml", "title: Sowing", f"title: '{MARKUP}'")
    project.edit("data/vocabulary.yml", "title: Watering", "title: water")
    project.edit("data/vocabulary.yml", "title: Soil", "title: Zürich & soil.")
    project.edit("data/glossary.yml", "term: humus", "term: R&D <i>")
    return project


def _with_title(record: str, title: str) -> str:
    quoted = "'" + title.replace("'", "''") + "'"
    return re.sub(r"\n  title: .*", lambda _match: f"\n  title: {quoted}", record, count=1)
