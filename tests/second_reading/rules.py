"""The rows of the rule tables with which a workbook begins: data of the package, read as CSV."""

import csv
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "xlpy" / "defaults"


@cache
def defaults():
    """Table → rows of text of the policy, the tiers and the shares."""
    found = {}
    for table in ("policy", "tiers", "shares"):
        with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            found[table] = list(csv.DictReader(file))
    return found
