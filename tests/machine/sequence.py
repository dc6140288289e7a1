"""One sequence: what it does, how it is compared, and how it is thinned out when it fails."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from building import SITES
from handbook.sources import copy_handbook

from . import data, pages, sandbox, settings
from .project import Skip, Subject
from .sandbox import Interruption, Report

EDITS: dict[str, tuple[Callable[[Subject], str], int]] = {
    f"{module.__name__.rpartition('.')[2]}.{rule.__name__}": (rule, weight)
    for module in (pages, data, settings)
    for rule, weight in module.RULES.items()
}
SMALL = ("garden", "atlas", "kitchen", "kitchen")
LEAST_EDITS = 8


@dataclass(frozen=True)
class Step:
    """An edit, a build or a comparison, with the seed of its dice."""

    name: str
    seed: int

    def __str__(self) -> str:
        return f"{self.name}:{self.seed}"

    @classmethod
    def parse(cls, text: str) -> Step:
        name, _colon, seed = text.partition(":")
        return cls(name, int(seed))


@dataclass(frozen=True)
class Plan:
    """A sequence as it was thrown: where it begins, how it is built, and its steps."""

    site: str
    builders: tuple[str, ...]
    shared: bool
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        shared = " --shared" if self.shared else ""
        steps = " ".join(map(str, self.steps))
        return f"--site {self.site} --builders {','.join(self.builders)}{shared} --steps '{steps}'"


@dataclass
class Result:
    """What came of a sequence."""

    differences: dict[str, str] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    builds: int = 0
    killed: int = 0
    edits: int = 0


def throw(seed: int, site: str = "", least: int = LEAST_EDITS) -> Plan:
    """The plan of a seed: so many edits at *least*, up to half as many more; without a *site*, on a small one."""
    random = Random(f"plan {seed}")
    site = site or random.choice(SMALL)
    builders = random.choice(
        [("html",), ("html",), ("dirhtml",), ("html", "dirhtml"), ("html", "epub"), ("html", "text")]
    )
    if site == "handbook":
        builders = random.choice([("html",), ("html", "dirhtml")])
    names = [name for name, (_rule, weight) in EDITS.items() for _ in range(weight)]
    dice = lambda name: Step(name, random.randrange(10**6))  # noqa: E731
    steps = [dice("build")]
    edits = random.randint(least, least * 3 // 2)
    compared = random.randrange(max(1, edits - 1))
    for number in range(edits):
        steps.append(dice(random.choice(names)))
        chance = random.random()
        if chance < 0.1:
            steps.append(dice("foreign"))
        if seed % 3 == 0 and chance < 0.45:
            steps.append(dice(random.choice(["kill", "kill", "orphan", "raise", "crash"])))
        elif chance > 0.92:
            steps.append(dice(random.choice(["strict", "only", "twice", "override"])))
        if number == compared or random.random() < 0.45:
            steps.append(dice("compare" if number == compared else "build"))
    steps.append(Step("compare", random.randrange(10**6)))
    return Plan(site, builders, random.random() < 0.6, tuple(steps))


def run(plan: Plan, *, keep: Path | None = None) -> Result:
    """Do what a plan says; *keep* is a folder in which the project stays for a look."""
    with tempfile.TemporaryDirectory(prefix="rdm-machine-", dir=_fast()) as folder:
        root = keep or Path(folder, "project")
        _copy(plan.site, root)
        run = _Run(plan, root)
        for number, step in enumerate(plan.steps, 1):
            run.left = len(plan.steps) - number
            run.do(step)
            if run.result.differences:
                break
        return run.result


def thin(plan: Plan, found: Iterable[str], *, rounds: int = 200) -> Plan:
    """A plan with as few steps as possible that still differs in one of the files *found*."""
    wanted = set(found)

    def fails(candidate: Plan) -> bool:
        return bool(wanted & set(run(candidate).differences))

    size = max(1, len(plan.steps) // 3)
    while size and rounds:
        start = len(plan.steps) - size
        while start >= 0 and rounds:
            steps = plan.steps[:start] + plan.steps[start + size :]
            candidate = Plan(plan.site, plan.builders, plan.shared, steps)
            rounds -= 1
            if fails(candidate):
                plan = candidate
            start -= size
        size //= 2
    return plan


class _Run:
    """A sequence at work."""

    def __init__(self, plan: Plan, root: Path) -> None:
        self.plan = plan
        self.root = root
        self.result = Result()
        self.foreign: set[str] = set()
        self.unfinished: set[str] = set()
        self.usual = 60
        self.left = 0
        """How many steps follow."""

    def do(self, step: Step) -> None:
        random = Random(step.seed)
        if step.name in EDITS:
            self._edit(step, random)
        elif step.name == "foreign":
            self._put(random)
        elif step.name == "compare":
            self._compare(random)
        else:
            self._build(step.name, random)

    def _edit(self, step: Step, random: Random) -> None:
        """Do an edit, or another one where it does not apply."""
        for name in (step.name, *random.sample(sorted(EDITS), len(EDITS))):
            with suppress(Skip):
                said = EDITS[name][0](Subject(self.root, random))
                self.result.edits += 1
                self.result.log.append(f"{step}: {said}" if name == step.name else f"{step}: {name}: {said}")
                return

    def _put(self, random: Random) -> None:
        try:
            # What appears in the folder of an interrupted build counts as written by it.
            name = settings.foreign(Subject(self.root, random), self.unfinished)
        except Skip:
            return
        self.foreign.add(name)
        self.result.log.append(f"foreign: {name}")

    def _options(self, random: Random) -> dict[str, Any]:
        return {"shared": self.plan.shared, "parallel": random.choice([1, 1, 2])}

    def _build(self, kind: str, random: Random) -> None:
        builder = random.choice(self.plan.builders)
        options = self._options(random)
        if kind in ("kill", "orphan", "raise", "crash"):
            options["interruption"] = Interruption(kind, random.randint(1, self.usual))
        elif kind == "strict":
            options["strict"] = True
        elif kind == "only":
            options["only"] = tuple(random.sample(Subject(self.root, random).pages(), 1))
        elif kind == "override":
            values = [("html_permalinks", False), ("html_title", "O"), ("numfig", True), ("html_copy_source", False)]
            options["settings"] = dict([random.choice(values)])
            options["tags"] = random.choice([(), ("draft",)])
        if kind == "twice":
            other = random.choice(self.plan.builders)
            both = [sandbox.start(self.root, name, **sandbox.OPTIONS | options) for name in (builder, other)]
            for wait in both:
                self._note(kind, builder, options, wait())
            return
        self._note(kind, builder, options, sandbox.build(self.root, builder, **options))

    def _note(self, kind: str, builder: str, options: dict[str, Any], report: Report) -> Report:
        self.result.builds += 1
        self.result.killed += report.outcome == "killed"
        (self.unfinished.add if report.outcome in ("killed", "raised") else self.unfinished.discard)(builder)
        if report.outcome == "fine" and report.changes:
            self.usual = max(10, report.changes)
        told = {key: value for key, value in options.items() if key != "shared"}
        self.result.log.append(
            f"{kind} {builder} {told}: {report.outcome}, read {len(report.read)}: {' '.join(report.read[:12])}, "
            f"{len(report.warnings)} warnings"
        )
        if report.error:
            self.result.log.append("  " + report.error.strip())
        return report

    def _compare(self, random: Random) -> None:
        with tempfile.TemporaryDirectory(prefix="rdm-clean-", dir=_fast()) as folder:
            clean = Path(folder, "project")
            # All at the end, one on the way.
            is_last = not self.left
            for builder in self.plan.builders if is_last else [random.choice(self.plan.builders)]:
                options = self._options(random)
                shutil.rmtree(clean, ignore_errors=True)
                # Before the build, which compiles translations; the clean one must not find them compiled.
                shutil.copytree(self.root, clean, ignore=_sources_only, symlinks=True)
                mine = self._note("compare", builder, options, sandbox.build(self.root, builder, **options))
                other = sandbox.build(clean, builder, parallel=random.choice([1, 1, 2]))
                self.result.builds += 1
                if "raised" in (mine.outcome, other.outcome):
                    if mine.outcome != other.outcome:
                        self.result.differences["(outcome)"] = f"{mine.outcome} instead of {other.outcome}"
                        self.result.log.append(other.error)
                    continue
                top = self.root / "build" / builder
                foreign = {
                    name.partition(f"build/{builder}/")[2] for name in self.foreign if f"build/{builder}/" in name
                }
                for name in foreign:
                    if not (top / name).is_file():
                        self.result.differences[f"{builder}/{name}"] = "foreign, and deleted"
                found = differences(files(top), files(clean / "build" / builder), foreign)
                self.result.differences |= {f"{builder}/{name}": state for name, state in found.items()}


def files(top: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path, but for dot-files."""
    return {
        path.relative_to(top).as_posix(): path.read_bytes()
        for path in sorted(top.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def differences(mine: Mapping[str, bytes], clean: Mapping[str, bytes], ignored: Iterable[str] = ()) -> dict[str, str]:
    """The files in which a build differs from a clean one."""
    names = sorted((mine.keys() | clean.keys()) - set(ignored))
    states = {
        name: "left over" if name not in clean else "missing" if name not in mine else "differs" for name in names
    }
    return {name: states[name] for name in names if mine.get(name) != clean.get(name)}


def _sources_only(folder: str, names: Sequence[str]) -> set[str]:
    """What a clean build does not find: earlier output, and translations that can be compiled again."""
    compiled = {name for name in names if name.endswith(".mo") and f"{name[:-3]}.po" in names}
    return compiled | ({"build", "__pycache__"} & set(names))


def _copy(site: str, root: Path) -> None:
    if site == "handbook":
        copy_handbook(root)
        return
    shutil.copytree(SITES / site, root)
    (root / "_static").mkdir()
    (root / "_static/own.css").write_text("h1 { color: green }\n", "utf-8")
    with (root / "conf.py").open("a", encoding="utf-8") as file:
        file.write("\nhtml_static_path = ['_static']\nhtml_css_files = ['own.css']\n")


def _fast() -> str | None:
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


signal.signal(signal.SIGPIPE, signal.SIG_IGN)
