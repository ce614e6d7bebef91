"""Made-up departments, imported and closed by the product, row by row against the second reading (RULES 1-5)."""

import csv
import io
import subprocess
import sys
from fractions import Fraction

import departments
import oracle
import pytest

QUICK = range(25)


def comparable(rows):
    """Rows of column key -> text, ratios and percentages without trailing zeros, empty as None."""
    return [
        {
            key: oracle.number(Fraction(text)) if text and key in ("share", "attainment") else text or None
            for key, text in row.items()
        }
        for row in rows
    ]


def tradedept(*arguments):
    """What the real command prints; it must succeed."""
    command = [sys.executable, "-m", "xlpy", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr if done.returncode else "") == (0, "")
    return done.stdout
