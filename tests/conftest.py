"""Makes the files at the root importable, however the tests are started; tells the figures of
tests at the end.
"""

import gc
import sys
from pathlib import Path

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent.parent))
# A workbook is some hundred thousand objects, none of them in a ring: looking for rings as often
# as Python does of its own accord takes a fifth of the time to make or read one.
gc.set_threshold(50_000, 20, 50)
# How long an example takes says how busy the machine is, not whether the program is right.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


_LONGEST = (
    *(
        "test_file_atomic.py",
        "test_file_hostile.py",
        "test_upgrade.py",
        "test_upgrade_keeps.py",
        "test_workbook.py",
    ),
    *(
        "test_dossier_papers.py",
        "test_chain.py",
        "test_northwind.py",
        "test_statements.py",
        "test_recompute.py",
    ),
    *(
        "test_views_targets.py",
        "test_view_states.py",
        "test_views.py",
        "test_odd_paths.py",
        "test_panels.py",
    ),
    *(
        "test_readers.py",
        "test_month_typed.py",
        "test_laws.py",
        "test_stories.py",
        "test_departments.py",
    ),
    *("test_libreoffice_buttons.py", "test_libreoffice_save.py", "test_libreoffice_window.py"),
    *("test_libreoffice_upgrade.py", "test_libreoffice_functions.py", "test_libreoffice_whatif.py"),
)
"""The files that take longest: they come first, lest one is still running when all else is done."""
_MEASURED = []


def pytest_collection_modifyitems(items):
    """The files that take longest come first; the rest, and the tests of a file, stay in their
    order.
    """
    places = {name: place for place, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))


@pytest.fixture(scope="session")
def measured():
    """What takes a sentence with figures, to be told at the end."""
    return _MEASURED.append


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item, call):
    """Sends what was measured along with the test's report: it may have run in another process
    than tells it.
    """
    if call.when == "call":
        item.user_properties += [("told", text) for text in _MEASURED]
        _MEASURED.clear()


def pytest_terminal_summary(terminalreporter):
    """The figures that tests tell (`measured`, `filekit.tell`), in the order in which the tests
    ended.
    """
    reports = [report for found in terminalreporter.stats.values() for report in found]
    called = [report for report in reports if getattr(report, "when", "") == "call"]
    told = [text for report in called for name, text in report.user_properties if name == "told"]
    if told:
        terminalreporter.section("measured")
        terminalreporter.write("".join(f"  {text}\n" for text in told))
