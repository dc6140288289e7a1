"""Edits of pages, of what lies beside them, and of the table of contents."""

from __future__ import annotations

import os
import posixpath
import re
from pathlib import PurePosixPath

from .project import PIXEL, Skip, Subject, stem


def _targets(subject: Subject, page: str) -> list[str]:
    """Other pages, as seen from a page."""
    here = posixpath.dirname(page) or "."
    return [posixpath.relpath(other, here) for other in subject.pages(without=(page,))]


def _fragment(subject: Subject, page: str) -> str:
    """A paragraph or block in the words of MyST."""
    random, word = subject.random, subject.word()
    other = subject.some([*_targets(subject, page), "nowhere.md"])
    label = f"label-{random.randrange(3)}"
    resource = random.choice(["almanac", "compost", "seeds", "beans", "rain", "new-1", "new-2"])
    depth = page.count("/")
    plain = [
        f"A {word} and a {subject.word()}.",
        f"See [the {word}]({other}).",
        f"See [](</{random.choice(subject.pages())}>).",
        f"See {{doc}}`{word} </{stem(random.choice(subject.pages()))}>` and {{doc}}`/{word}`.",
        f"See {{ref}}`{label}` and [{word}](#{label}).",
        f"See {{resource}}`{resource}`, {{phase}}`water`, {{topic}}`soil` and {{facility}}`hothouse`.",
        f"See {{term}}`mulch`, {{any}}`{resource}` and {{guide}}`loft`.",
        f"Ask {{site}}`contact` of {{site}}`name`, the {word}.",
        f"{{index}}`{word}; {subject.word()}` grows.",
        f"A note[^{word}].\n\n[^{word}]: On the {word}.",
        f"## The *{word}*\n\nText.\n\n### Part {word}\n\nMore.",
        f"```{{math}}\n:label: eq-{word}-{random.randrange(3)}\n\n{word[0]} = 1\n```",
        f"See {{eq}}`eq-{word}-1` and {{numref}}`fig-{word}`.",
        f"```{{figure}} {random.choice(_images(subject, page))}\n:name: fig-{word}\n:width: 10px\n\nThe {word}\n```",
        f"![A {word}]({random.choice(_images(subject, page))})",
        f"{{download}}`sheet <{'../' * depth}sheet-{random.randrange(2)}.txt>`",
        f"[sheet]({'../' * depth}sheet-{random.randrange(2)}.txt)",
        f"```{{include}} {'../' * depth}part-{random.randrange(2)}.inc\n```",
        f"```{{literalinclude}} {'../' * depth}sheet-{random.randrange(2)}.txt\n```",
        f"```python\nprint('{word}')\n```",
        f"```{{only}} html\nOn the {word}.\n```",
        f"```{{only}} draft\nIn the {word}.\n```",
        f"```{{todo}}\nDig the {word}.\n```",
        f"```{{py:module}} {word}\n```",
        f"```{{py:function}} {word}(x)\nDoes it.\n```",
        f"```{{glossary}}\n{word}-{random.randrange(3)}\n  A thing.\n```",
        "```{contents}\n:local:\n```",
        f"```{{toctree}}\n:hidden:\n\n/{stem(random.choice(subject.pages()))}\n```",
        f"> Says the {word}.\n\n- one\n- two\n\n1. {word}\n2. more",
        f"| a | b |\n| - | - |\n| {word} | c |",
        f'<b>{word}</b> & "quotes" -- dashes...',
        f"```{{resources}}\n:phase: {random.choice(['sow', 'water', 'harvest'])}\n```",
        "```{resources}\n:topic: soil\n:layout: list\n```",
        "```{facilities}\n:platform: greenhouse\n```",
        "```{glossary-terms}\n```",
        "```{institutions}\n```",
        "```{checklist}\n:topic: soil\n```",
        "```{decision} water-today\n```",
        "```{process} first-year\n```",
        "```{life-cycle}\n:compact:\n```",
        "```{life-cycle}\n:ring:\n```",
        "```{topics}\n```",
        "```{coverage}\n```",
        "```{due}\n```",
        "```{resource-catalogue}\n```",
        "```{data-types}\n:kind: shed\n```",
    ]
    return random.choice(plain)


def _images(subject: Subject, page: str) -> list[str]:
    up = "../" * page.count("/")
    return [up + name for name in ("leaf.png", "pictures/leaf.png", "pictures/stem.png", "maps/leaf.png")]


def _end(text: str) -> str:
    return text.rstrip("\n") + "\n"


def text_added(subject: Subject) -> str:
    page = subject.page()
    piece = _fragment(subject, page)
    if page.endswith(".rst"):
        piece = f"A {subject.word()} and :doc:`/{stem(subject.random.choice(subject.pages()))}`."
    subject.change(f"docs/{page}", lambda text: f"{_end(text)}\n{piece}\n")
    return f"{page}: + {piece!r}"


def text_removed(subject: Subject) -> str:
    page = subject.page()
    subject.change(
        f"docs/{page}", lambda text: _end(text.rstrip("\n").rpartition("\n\n")[0]) if "\n\n" in text else text
    )
    return page


def title(subject: Subject) -> str:
    page, word = subject.page(), subject.word()
    new = subject.some([f"The {word}", f"A *{word}*", f"The `{word}`", f"{word} & <{word}>"])
    subject.change(f"docs/{page}", lambda text: re.sub(r"(?m)^# .*$", f"# {new}", text, count=1))
    return f"{page}: {new}"


def label(subject: Subject) -> str:
    page = subject.page()
    name = f"label-{subject.random.randrange(3)}"

    def edit(text: str) -> str:
        if f"({name})=\n" in text:
            return text.replace(f"({name})=\n", "")
        return re.sub(r"(?m)^(#+ .*)$", rf"({name})=\n\1", text, count=1)

    subject.change(f"docs/{page}", edit)
    return f"{page}: {name}"


def front_matter(subject: Subject) -> str:
    page = subject.page()
    line = subject.some(
        [
            "phase: sow",
            "phase: [sow, water]",
            "phase: swo",
            "topic: soil",
            "topic: pests",
            f"short: [Dig the {subject.word()}., Rest.]",
            "nosearch: true",
            "orphan: true",
            "tocdepth: 1",
            f"description: On the {subject.word()}, and what it is good for.",
            "reviewed: 2026-01-02",
            f"check_by: [2999-01-02 {subject.word()} ends]",
            "myst:\n  html_meta:\n    keywords: dig",
        ]
    )
    key = line.partition(":")[0]

    def edit(text: str) -> str:
        head = re.match(r"(?s)---\n(.*?)---\n", text)
        lines = head[1] if head else ""
        body = text[head.end() :] if head else text
        kept = re.sub(rf"(?m)^{key}:.*\n(?: .*\n)*", "", lines)
        if kept == lines or subject.chance(0.5):
            kept += line + "\n"
        return f"---\n{kept}---\n{body}" if kept else body

    if page.endswith(".rst"):
        raise Skip
    subject.change(f"docs/{page}", edit)
    return f"{page}: {line!r}"


def page_added(subject: Subject) -> str:
    folder = subject.some(["", "", "beds/", "beds/deep/", "maps/"])
    name = f"{folder}{subject.word()}"
    if any(stem(page) == name for page in subject.pages()):
        raise Skip
    rst = subject.chance(0.15) and not subject.contents().endswith(".yml")
    page = f"{name}.rst" if rst else f"{name}.md"
    heading = f"New {name}"
    text = f"{heading}\n{'=' * len(heading)}\n\nText.\n" if rst else f"# {heading}\n\n{_fragment(subject, page)}\n"
    subject.write(f"docs/{page}", text)
    if subject.chance(0.8):
        subject.set_entries(lambda entries: [*entries, name])
    return page


def page_copied(subject: Subject) -> str:
    """A page is copied as a model for another, with all that it defines."""
    page = subject.page(without=("index.md",))
    name = f"{subject.some(['', 'beds/'])}{subject.word()}"
    if any(stem(other) == name for other in subject.pages()):
        raise Skip
    subject.write(f"docs/{name}{PurePosixPath(page).suffix}", subject.read(f"docs/{page}"))
    subject.set_entries(lambda entries: [*entries, name])
    return f"{page} = {name}"


def names_used(subject: Subject) -> str:
    """A page refers to whatever others may define."""
    page, word = subject.page(), subject.word()
    if page.endswith(".rst"):
        raise Skip
    refs = [f"{{ref}}`label-{number}`" for number in range(3)]
    refs += [f"{{ref}}`here <label-{number}>`" for number in range(3)]
    refs += [
        f"{{term}}`{word}-1`",
        f"{{py:func}}`{word}`",
        f"{{eq}}`eq-{word}-1`",
        "{term}`mulch`",
        f"{{ref}}`fig-{word}`",
    ]
    subject.change(f"docs/{page}", lambda text: f"{_end(text)}\nSee {', '.join(refs)}.\n")
    return page


def page_removed(subject: Subject) -> str:
    page = subject.page(without=("index.md",))
    subject.remove(f"docs/{page}")
    if subject.chance(0.5):
        _unlist(subject, stem(page), [])
    return page


def page_moved(subject: Subject) -> str:
    page = subject.page(without=("index.md",))
    old = stem(page)
    folder = subject.some(["", "beds/", "beds/deep/", "maps/"])
    new = folder + (PurePosixPath(old).name if subject.chance(0.5) else subject.word())
    if old == new or (any(stem(other) == new for other in subject.pages()) and subject.chance(0.7)):
        raise Skip
    subject.move(f"docs/{page}", f"docs/{new}{PurePosixPath(page).suffix}")
    if subject.chance(0.7):
        _unlist(subject, old, [new])
    return f"{page} -> {new}"


def _unlist(subject: Subject, old: str, new: list[str]) -> None:
    if old in subject.entries():
        subject.set_entries(lambda entries: [name for entry in entries for name in (new if entry == old else [entry])])


def pages_swapped(subject: Subject) -> str:
    """Two files change places and keep their times, which are older than the last build."""
    one, other = subject.page(without=("index.md",)), subject.page(without=("index.md",))
    if one == other or PurePosixPath(one).suffix != PurePosixPath(other).suffix:
        raise Skip
    subject.move(f"docs/{one}", "docs/swap")
    subject.move(f"docs/{other}", f"docs/{one}")
    subject.move("docs/swap", f"docs/{other}")
    return f"{one} <-> {other}"


def other_markup(subject: Subject) -> str:
    """A page of the same name in reStructuredText."""
    page = subject.page(without=("index.md",))
    if page.endswith(".rst") or subject.contents().endswith(".yml"):
        raise Skip
    subject.remove(f"docs/{page}")
    subject.write(f"docs/{stem(page)}.rst", f"{stem(page)}\n{'=' * len(stem(page))}\n\nNow so, see :ref:`label-1`.\n")
    if subject.chance(0.5):
        subject.age(f"docs/{stem(page)}.rst")
    return page


def touched(subject: Subject) -> str:
    name = subject.some([*subject.files("docs"), *subject.files("data")])
    if subject.chance(0.5):
        subject.age(name)
    else:
        os.utime(subject.root / name)
    return name


def order(subject: Subject) -> str:
    def edit(entries: list[str]) -> list[str]:
        subject.random.shuffle(entries)
        return entries

    subject.set_entries(edit)
    return ", ".join(subject.entries())


def entry_removed(subject: Subject) -> str:
    gone = subject.some(subject.entries())
    subject.set_entries(lambda entries: [entry for entry in entries if entry != gone])
    return gone


def entry_twice(subject: Subject) -> str:
    name = subject.some([*map(stem, subject.pages()), "nowhere"])
    subject.set_entries(lambda entries: [*entries, name])
    return name


def toctree_option(subject: Subject) -> str:
    option = subject.some(
        [":numbered:", ":numbered: 1", ":caption: Ways *out*", ":maxdepth: 1", ":hidden:", ":titlesonly:", ":reversed:"]
    )

    def yaml(text: str) -> str:
        line = {":numbered:": "numbered: true", ":numbered: 1": "numbered: 1", ":titlesonly:": "titlesonly: true"}
        line |= {":maxdepth: 1": "maxdepth: 1", ":hidden:": "hidden: false", ":reversed:": "reversed: true"}
        added = "  - " + line.get(option, "numbered: true") + "\n    "
        if added in text:
            return text.replace(added, "  - ", 1)
        return text.replace("  - ", added, 1)

    def myst(text: str) -> str:
        if f"\n{option}\n" in text:
            return text.replace(f"\n{option}\n", "\n", 1)
        key = option.rpartition(":")[0]
        text = re.sub(rf"(?m)^{key}:.*\n", "", text)
        gap = "" if re.search(r"```\{toctree\}\n:", text) else "\n"
        return text.replace("```{toctree}\n", f"```{{toctree}}\n{option}\n{gap}", 1)

    subject.change(subject.contents(), yaml if subject.contents().endswith(".yml") else myst)
    return option


def entry_title(subject: Subject) -> str:
    name = subject.contents()
    entry = subject.some(subject.entries())
    word = subject.word()
    if name.endswith(".yml"):
        indent = re.search(rf"(?m)^( *)- file: {re.escape(entry)}$", subject.read(name))
        if indent is None:
            raise Skip
        new = f"{indent[0]}\n{indent[1]}  title: The {word}"
        subject.change(name, lambda text: text.replace(indent[0], new, 1))
    elif "<" in entry:
        subject.change(name, lambda text: text.replace(f"\n{entry}\n", "\n" + entry.partition("<")[2][:-1] + "\n", 1))
    else:
        subject.change(name, lambda text: text.replace(f"\n{entry}\n", f"\nThe {word} <{entry}>\n", 1))
    return entry


def picture(subject: Subject) -> str:
    name = subject.some(["leaf.png", "pictures/leaf.png", "pictures/stem.png", "maps/leaf.png", "pictures/stem.svg"])
    path = subject.docs / name
    if path.exists() and subject.chance(0.5):
        subject.remove(f"docs/{name}")
    else:
        subject.write(f"docs/{name}", PIXEL + os.urandom(0) + subject.word().encode())
    if path.exists() and subject.chance(0.3):
        subject.age(f"docs/{name}")
    return name


def picture_shown(subject: Subject) -> str:
    """Two pages show pictures of one name from several folders, which only one of them can keep."""
    page = subject.page()
    if page.endswith(".rst"):
        raise Skip
    name = subject.some(_images(subject, page))
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), name))
    if not (subject.docs / path).exists():
        subject.write(f"docs/{path}", PIXEL + path.encode())
    shown = subject.some([f"![A leaf]({name})", f"```{{image}} {name[:-3]}*\n:alt: A leaf\n```"])
    subject.change(f"docs/{page}", lambda text: f"{_end(text)}\n{shown}\n")
    return f"{page}: {name}"


def side_file(subject: Subject) -> str:
    name = subject.some(["sheet-0.txt", "sheet-1.txt", "part-0.inc", "part-1.inc"])
    path = subject.docs / name
    if path.exists() and subject.chance(0.4):
        subject.remove(f"docs/{name}")
    else:
        subject.write(f"docs/{name}", f"A {subject.word()} on {{resource}}`rain`.\n")
        if subject.chance(0.3):
            subject.age(f"docs/{name}")
    return name


def page_named(subject: Subject) -> str:
    """Other pages name a page, which may go one day."""
    page = subject.page(without=("index.md",))
    others = subject.pages(without=(page,))
    for other in subject.random.sample(others, min(2, len(others))):
        if other.endswith(".md"):
            target = posixpath.relpath(page, posixpath.dirname(other) or ".")
            subject.change(
                f"docs/{other}", lambda text, to=target: f"{_end(text)}\nSee [this]({to}) and {{doc}}`/{stem(page)}`.\n"
            )
    return f"{page} is linked"


RULES = {
    text_added: 8,
    text_removed: 3,
    title: 3,
    label: 3,
    front_matter: 3,
    page_added: 4,
    page_copied: 2,
    names_used: 3,
    page_removed: 3,
    page_moved: 3,
    pages_swapped: 1,
    other_markup: 1,
    touched: 1,
    order: 2,
    entry_removed: 1,
    entry_twice: 1,
    toctree_option: 2,
    entry_title: 1,
    picture: 2,
    picture_shown: 2,
    side_file: 2,
    page_named: 2,
}
