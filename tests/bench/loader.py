"""Throw edited data files at the loader: run ``.venv/bin/python tests/bench/loader.py --help``.

Each input is the file of a garden with a few random edits. The loader must not raise or take long, and each line that
begins a record must be accounted for: by a record, or by a problem.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from pathlib import Path

from sphinx_rdm.kinds.registry import KINDS

sys.path.insert(0, str(Path(__file__).parent.parent))

from building import SITES
from extension.test_source_fuzz import PIECES
from sphinx_rdm.records.store import load

DATA = SITES / "garden/data"
BATCH = 500
PATIENCE = 2.0
"""Seconds after which an input counts as one that takes long."""


def sound(name: str) -> Path:
    """The file of the garden, or else that of the workshop."""
    return next(file for site in (DATA, SITES / "workshop/data") if (file := site / f"{name}.yml").exists())


def thrown(name: str, dice: random.Random) -> bytes:
    """A sound file with one to four edits: pieces put in, cut out, moved or said twice."""
    raw = sound(name).read_bytes()
    for _ in range(dice.choice([1, 1, 2, 3, 4])):
        place, size = dice.randrange(len(raw) + 1), dice.choice([0, 0, 1, 2, 5, 40])
        sign = chr(dice.randrange(1, 0xD800)).encode()
        piece = dice.choice([b"", dice.choice(PIECES), sign, raw[place : place + size]])
        at = dice.randrange(len(raw) + 1) if dice.random() < 0.2 else place
        raw = raw[:place] + raw[place + size :]
        raw = raw[:at] + piece + raw[at:]
    return raw


def faults(name: str, raw: bytes, folder: Path) -> list[str]:
    """What is wrong with how an input was loaded."""
    (folder / f"{name}.yml").write_bytes(raw)
    begun = time.perf_counter()
    try:
        store = load(folder, KINDS)
    except Exception as error:  # whatever it is, it is what is looked for
        return [f"raises {error!r}"]
    found = ["takes long"] if time.perf_counter() - begun > PATIENCE else []
    try:
        lines = raw.decode().replace("\r\n", "\n").replace("\r", "\n").split("\n")
    except UnicodeDecodeError:  # no text, of which one thing is to be said
        return found if len(store.problems) == 1 else [*found, f"{len(store.problems)} problems with a file of no text"]
    told = sorted(problem.position.line for problem in store.problems if problem.path.endswith(f"/{name}.yml"))
    if told and not 1 <= told[0] <= told[-1] <= len(lines) + 1:
        found.append(f"problems at lines {told} of {len(lines)}")
    begins = [number for number, line in enumerate(lines, 1) if line.startswith("- id:")]
    for begin, end in pairwise([*begins, len(lines) + 1]):
        key = lines[begin - 1].removeprefix("- id:").strip()
        if key not in store.records[name] and not any(begin <= line < end for line in told):
            found.append(f"nothing is said of the record in line {begin}, and problems are at {told}")
    return found


def batch(seed: int) -> list[tuple[int, str, bytes, list[str]]]:
    """What is wrong with the inputs of a seed."""
    dice = random.Random(f"loader {seed}")
    bad = []
    with tempfile.TemporaryDirectory() as top:
        folder = shutil.copytree(DATA, Path(top, "data"))
        for _ in range(BATCH):
            name = dice.choice(KINDS).file
            raw = thrown(name, dice)
            if found := faults(name, raw, folder):
                bad.append((seed, name, raw, found))
            (folder / f"{name}.yml").unlink()
            if (DATA / f"{name}.yml").exists():
                shutil.copy(DATA / f"{name}.yml", folder)
    return bad


def main() -> int:
    """Throw as many inputs as wanted, and tell of those that are not loaded well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=200_000, help="how many (default: 200000)")
    parser.add_argument("--seed", type=int, default=0, help="seed of the first batch (default: 0)")
    options = parser.parse_args()
    batches = -(-options.inputs // BATCH)
    begun, bad = time.monotonic(), 0
    with ProcessPoolExecutor(2) as pool:
        for number, results in enumerate(pool.map(batch, range(options.seed, options.seed + batches)), 1):
            for seed, name, raw, found in results:
                bad += 1
                print(f"--- batch {seed}, {name}.yml: {'; '.join(found)}\n{raw!r}", flush=True)
            if number % 20 == 0 or number == batches:
                print(f"{number * BATCH} inputs, {bad} bad, {time.monotonic() - begun:.0f} s", flush=True)
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
