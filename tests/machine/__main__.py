"""Run sequences for as long as wanted: ``python -m machine --sequences 1000``, or one again: ``--steps '…'``."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from functools import partial
from itertools import count, islice
from pathlib import Path

from . import sandbox
from .sequence import LEAST_EDITS, Plan, Result, Step, run, thin, throw

Outcome = tuple[int, Plan, Result]
"""A seed, its sequence, and what came of it."""


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="machine", description=__doc__)
    parser.add_argument("--sequences", type=int, default=0, help="how many; 0 goes on until it is stopped")
    parser.add_argument(
        "--site", default="", help="garden, atlas, kitchen or handbook; small ones by turns if left out"
    )
    parser.add_argument("--edits", type=int, default=LEAST_EDITS, help="at least so many in a sequence")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=None, help="seed of the first sequence; random if left out")
    parser.add_argument("--thin", action="store_true", help="find the steps that matter of each that differs")
    parser.add_argument("--steps", default="", help="the steps of one sequence, as printed")
    parser.add_argument("--builders", default="html")
    parser.add_argument("--shared", action="store_true", help="builders keep their doctrees in one folder")
    parser.add_argument("--keep", type=Path, default=None, help="a new folder for the project of --steps")
    given = parser.parse_args()
    if given.steps:
        steps = tuple(map(Step.parse, given.steps.split()))
        plan = Plan(given.site or "garden", tuple(given.builders.split(",")), given.shared, steps)
        result = run(plan, keep=given.keep)
        print("\n".join(result.log))
        _tell(plan, result)
        return bool(result.differences)
    first = int.from_bytes(os.urandom(4), "big") if given.seed is None else given.seed
    seeds = islice(count(first), given.sequences or None)
    return _many(seeds, partial(_one, site=given.site, least=given.edits, thinning=given.thin), given.workers)


def _many(seeds: Iterator[int], one: Callable[[int], Outcome], workers: int) -> int:
    sandbox.warm()  # so that no worker has to
    begun = time.monotonic()
    builds = killed = edits = bad = 0
    for done, (seed, plan, result) in enumerate(_results(seeds, one, workers), 1):
        builds, killed, edits = builds + result.builds, killed + result.killed, edits + result.edits
        if result.differences:
            bad += 1
            print(f"--- seed {seed}")
            print("\n".join(result.log))
            _tell(plan, result)
        seconds = time.monotonic() - begun
        told = f"{edits} edits, {builds} builds ({killed} killed), {bad} differ, {seconds:.0f} s"
        print(f"{done} sequences, {told}", flush=True)
    return bool(bad)


def _results(seeds: Iterator[int], one: Callable[[int], Outcome], workers: int) -> Iterator[Outcome]:
    """What comes of the sequences, as soon as it is known."""
    with ProcessPoolExecutor(workers) as pool:
        running: set[Future[Outcome]] = set()
        while True:
            running |= {pool.submit(one, seed) for seed in islice(seeds, workers - len(running))}
            if not running:
                return
            ended, running = wait(running, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in ended)


def _one(seed: int, *, site: str, least: int, thinning: bool) -> Outcome:
    plan = throw(seed, site, least)
    result = run(plan)
    if result.differences and thinning:
        plan = thin(plan, result.differences)
        again = run(plan)
        result = again if again.differences else result
    return seed, plan, result


def _tell(plan: Plan, result: Result) -> None:
    for name, state in result.differences.items():
        print(f"  {name}: {state}")
    print(f"  again: python -m machine {plan}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
