"""Makes the files at the repository's root importable, however the tests are started; tells their figures at the end."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))


@pytest.fixture
def measured(request):
    """What takes a sentence with figures, to be told at the end, in whatever process the test runs."""
    return lambda text: request.node.user_properties.append(("told", text))


def pytest_terminal_summary(terminalreporter):
    """The figures that tests tell (`measured`, `filekit.tell`), in the order in which the tests ended."""
    reports = [report for found in terminalreporter.stats.values() for report in found]
    called = [report for report in reports if getattr(report, "when", "") == "call"]
    told = [text for report in called for name, text in report.user_properties if name == "told"]
    if told:
        terminalreporter.section("measured")
        terminalreporter.write("".join(f"  {text}\n" for text in told))
