"""One customer looked for among 7,600: `python benchmarks/names.py`. The bound is 50 ms of
processor time a check.

Names come from ../shared/data/names where they are there, each a second time with a word more;
else they are made up. The ratio is to difflib over every pair, which is how the check was made
before it had an index.
"""

import random
import statistics
import sys
import time
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parent.parent), str(HERE.parent.parent / "tests")]

import names_data  # noqa: E402

from xlpy.book.names import lexicon  # noqa: E402
from xlpy.core.likeness import Customer, Limits, Register  # noqa: E402
from xlpy.functions.ruletables import rules_on  # noqa: E402

KNOWN, ASKED = 7600, 200
BOUND = 0.05


def names() -> list[str]:
    """7,600 names of companies."""
    chance = random.Random(7)
    found = [row["name"] for row in names_data.rows("companies")]
    if not found:
        syllables = ["ka", "mo", "ri", "ta", "ben", "dor", "lux", "vi", "sol", "nar", "pek", "tun"]
        found = ["".join(chance.choices(syllables, k=3)).title() + " Trading" for _ in range(KNOWN)]
    more = (f"{name} {chance.choice(['Kenya', 'Lamps', 'Home', 'Nord'])}" for name in found)
    return [*found, *more][:KNOWN]


def seconds(work) -> float:
    """The processor time of one call."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def run() -> int:
    """Print the figures; 1 when a check takes longer than the bound."""
    known = names()
    limits = Limits.of(rules_on(date.today()))
    register = None

    def build():
        nonlocal register
        register = Register(map(Customer, known), limits, lexicon())

    built = seconds(build)
    asked = [f"{name} x" for name in random.Random(1).sample(known, ASKED)]
    times = sorted(
        min(seconds(lambda name=name: register.similar(Customer(name))) for _ in range(3))
        for name in asked
    )
    pairs = seconds(lambda: [SequenceMatcher(None, asked[0], name).ratio() for name in known])
    print(f"arranging {len(known)} names: {built:.2f} s")
    print(
        f"one check: median {statistics.median(times) * 1000:.1f} ms, slowest "
        f"{times[-1] * 1000:.1f} ms"
    )
    print(
        f"every pair by difflib: {pairs * 1000:.0f} ms, "
        f"{pairs / statistics.median(times):.0f} times the median"
    )
    return int(times[-1] > BOUND)


if __name__ == "__main__":
    sys.exit(run())
