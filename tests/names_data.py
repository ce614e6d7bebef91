"""The names and labelled pairs that lie beside the project, where they are there."""

import csv
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "names"
needed = pytest.mark.skipif(
    not FOLDER.exists(), reason="the company names of ../shared/data/names are not on this machine"
)


def rows(name):
    """The rows of one of its files; none where it is absent."""
    path = FOLDER / f"{name}.csv"
    if not path.exists():
        return []
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
