"""Makes the files at the root importable, however the tests are started; tells the figures of
tests at the end.
"""

import gc
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent.parent))

from xlpy.book.process import readers_kept

# A workbook is some hundred thousand objects, none of them in a ring: looking for rings as often
# as Python does of its own accord takes a fifth of the time to make or read one.
gc.set_threshold(400_000, 10, 50)
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    # A script that starts tests in the background has them ignore interrupts, and with them all
    # that they start, of which some tests interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)
# How long an example takes says how busy the machine is, not whether the program is right.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


_LONGEST = [
    "test_upgrade",
    "test_file_atomic",
    "test_web_chromium",
    "test_upgrade_keeps",
    "test_web_webkit",
    "test_web_writing",
    "test_web",
    "test_views_targets",
    "test_readers",
    "test_view_states",
    "test_workbook",
    "test_file_hostile",
    "test_file_fidelity",
    "test_vba_grammar",
    "test_dossier_papers",
    "test_month_typed",
    "test_odd_paths",
    "test_statements",
    "test_signs_in_names",
    "test_views",
    "test_dossier_files",
    "test_departments",
    "test_funnel_sheet",
    "test_panels",
    "test_laws",
    "test_dossier_story",
    "test_file_rights",
    "test_group_workers",
    "test_language",
    "test_recompute",
    "test_chain",
    "test_stories",
    "test_northwind",
    "test_libreoffice_buttons",
    "test_libreoffice_save",
    "test_libreoffice_window",
    "test_libreoffice_upgrade",
    "test_libreoffice_functions",
    "test_libreoffice_bank",
    "test_libreoffice_layouts",
    "test_libreoffice_launcher",
    "test_libreoffice_engine",
    "test_libreoffice_calls",
    "test_libreoffice_whatif",
]
"""The files that take longest: they come first, lest one is still running when all else is done."""
_MEASURED = []
_CRASHED = []
"""Tests during which LibreOffice crashed."""
_MOST_CRASHES = 2


def pytest_collection_modifyitems(items):
    """The files that take longest come first; the rest, and the tests of a file, stay in their
    order.
    """
    places = {name: place for place, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))


@pytest.fixture(scope="module", autouse=True)
def readers():
    """Reading processes go from workbook to workbook of a file's tests, as where many are read: to
    start one takes eight times as long as to read a small workbook.
    """
    with readers_kept():
        yield


@pytest.fixture(scope="session")
def addin(tmp_path_factory):
    """The add-in for Excel without Python, built once for all processes of a run."""
    from webaddin import built

    folder = tmp_path_factory.getbasetemp()
    # Each process has a folder of its own inside of the run's.
    return built(folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder)


@pytest.fixture(scope="session")
def measured():
    """What takes a sentence with figures, to be told at the end."""
    return _MEASURED.append


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    """A test during which LibreOffice itself crashed runs once more, in another LibreOffice, with
    its file's fixtures made anew; else one crash fails all tests after it. It is told at the end.
    A second crash is a failure, and so is a third in a run.
    """
    lo = sys.modules.get("lo")
    if lo is None or len(_CRASHED) >= _MOST_CRASHES:
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, nextitem=nextitem, log=False)
    if any(report.failed for report in reports) and lo.crashed():
        _CRASHED.append(item.nodeid)
        with suppress(Exception):  # a fixture may speak to the LibreOffice that is gone
            item.session._setupstate.teardown_exact(None)
        lo.let_go_of_crashed()
        item._initrequest()
        _MEASURED.append(f"LibreOffice crashed during {item.nodeid}, which then ran once more")
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


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
