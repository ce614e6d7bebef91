"""Makes the two files at the repository's root importable, and tells what tests measured below their outcome."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

_MEASURED = []


@pytest.fixture(scope="session")
def measured():
    """What takes a sentence with figures, to be told at the end."""
    return _MEASURED.append


def pytest_terminal_summary(terminalreporter):
    """The figures that tests measured."""
    if _MEASURED:
        terminalreporter.section("measured")
        for line in _MEASURED:
            terminalreporter.write_line(line)
