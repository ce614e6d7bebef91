"""A LibreOffice that crashes takes one test with it, not all that come after."""

import os
import subprocess
import sys
from pathlib import Path

from lo import libreoffice

HERE = Path(__file__).parent
CRASHES = """
import os, signal
from pathlib import Path
import pytest
from lo import SHIPPED, libreoffice

SEEN = Path({seen!r})


@pytest.fixture(scope="module")
def asked():
    yield lambda: libreoffice().descriptions(prefix="NONE")
    libreoffice().descriptions(prefix="NONE")


def crash():
    os.kill(libreoffice().process, signal.SIGKILL)


def test_before(asked):
    assert asked() == {{}}


def test_crash_once(asked):
    if not SEEN.exists():
        SEEN.touch()
        crash()
    assert asked() == {{}}


def test_after(asked):
    assert asked() == {{}}


def test_crash_always(asked):
    crash()
    assert asked() == {{}}


def test_wrong_without_a_crash(asked):
    assert asked() == {{'NONE': ['', []]}}
"""


def test_a_crash_runs_its_test_once_more_and_no_other_test_fails(tmp_path):
    libreoffice()  # where it is absent, this test says so
    tests = tmp_path / "test_crashes.py"
    tests.write_text(CRASHES.format(seen=str(tmp_path / "seen")), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "conftest", "-rA", "--tb=no", str(tests)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join((str(HERE), str(HERE.parent)))},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    ended = {
        line.split("::")[1].split()[0]: line.split()[0]
        for line in done.stdout.splitlines()
        if line.startswith(("PASSED", "FAILED", "ERROR"))
    }
    assert ended == {
        "test_before": "PASSED",
        "test_crash_once": "PASSED",
        "test_after": "PASSED",
        "test_crash_always": "FAILED",
        "test_wrong_without_a_crash": "FAILED",
    }, done.stdout + done.stderr
    assert done.stdout.count("LibreOffice crashed during") == 2
