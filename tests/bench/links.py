"""How long the check of links takes for many addresses of which some never answer.

Run ``.venv/bin/python tests/bench/links.py``; it fails if the check takes longer than it may. With ``--scale 1`` the
times are those of a real run, which takes minutes; else all of them, and what is allowed, are shorter by that factor.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from answering import Server
from sphinx_rdm.outside.asking import Limits, ask

ALLOWED = 240
"""Seconds for all."""
LARGEST = 90
"""So many of the addresses are at one host, as many are at that of code."""


def timed(count: int, silent: int, hosts: int, *, scale: float, together: bool) -> float:
    """The seconds for so many addresses; those that never answer are at one host, or each at one of its own."""
    servers = [Server() for _ in range(hosts)]
    mute = [Server() for _ in range(1 if together else silent)]
    chosen = [servers[0]] * LARGEST + random.Random(1).choices(servers, k=count - silent - LARGEST)
    addresses = [f"{server.address}/page-{number}" for number, server in enumerate(chosen)]
    addresses += [f"{mute[number % len(mute)].address}/never-{number}" for number in range(silent)]
    usual = Limits()
    limits = usual._replace(address=usual.address * scale, pause=usual.pause * scale, host=usual.host * scale)
    begun = time.monotonic()
    assert len(list(ask(sorted(addresses), {}, limits))) == count
    took = time.monotonic() - begun
    for server in (*servers, *mute):
        server.stop()
    return took


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=900)
    parser.add_argument("--silent", type=int, default=30)
    parser.add_argument("--hosts", type=int, default=150)
    parser.add_argument("--scale", type=float, default=0.1)
    options = parser.parse_args()
    os.environ["NO_PROXY"] = "*"
    slow = False
    for together in (False, True):
        took = timed(options.count, options.silent, options.hosts, scale=options.scale, together=together)
        allowed = ALLOWED * options.scale
        where = "at one host" if together else "each at a host of its own"
        print(f"{options.count} addresses, {options.silent} that never answer {where}: {took:.1f} s of {allowed:.0f} s")
        slow = slow or took > allowed
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
