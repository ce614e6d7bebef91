"""What the check in Excel does without Excel: plan, tolerance, zip, questions, and the watchdog
over a real process.
"""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

import windows_check
from wincheck.eye import QUESTIONS, ask
from wincheck.plan import Step, chosen, run_all
from wincheck.report import differing, same, write_zip
from wincheck.watchdog import Watchdog

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def two():
    started = [subprocess.Popen(SLEEP) for _ in range(2)]
    yield started
    for child in started:
        child.kill()
        child.wait()


def test_a_step_that_hangs_ends_its_own_process_only_and_the_rest_is_left_out(two):
    own, other = two

    def hangs(excel):
        excel.wait()
        raise OSError("the server is gone")

    told = []
    outcomes = run_all([Step(hangs, seconds=0.2), Step(print)], own, Watchdog(own.pid), told.append)
    assert [o["result"] for o in outcomes] == ["ended", "left out"]
    assert len(told) == 2
    assert own.poll() is not None
    assert other.poll() is None


def test_steps_in_time_end_nothing_and_a_failed_one_stops_no_other(two):
    def wrong(excel):
        raise AssertionError("3 differ")

    def broken(excel):
        raise KeyError("x")

    def fine(excel):
        pass

    steps = [Step(wrong), Step(broken), Step(fine)]
    outcomes = run_all(steps, two[0], Watchdog(two[0].pid), lambda line: None)
    assert [o["result"] for o in outcomes] == ["failed", "failed", "ok"]
    assert outcomes[0]["told"] == "3 differ"
    assert two[0].poll() is None


@pytest.mark.parametrize(
    ("left", "right", "wanted"),
    [
        (0.1 + 0.2, 0.3, True),
        (100.0, 100.01, False),
        (0.124, 0.125, False),
        (100, 100.0, True),
        (1e12, 1e12 + 1, False),
        (True, 1, False),
        ("1", 1.0, False),
        (None, 0.0, False),
        (None, None, True),
        ("a", "a", True),
    ],
)
def test_figures_are_the_same_up_to_what_a_double_rounds(left, right, wanted):
    assert same(left, right) is wanted
    assert same(right, left) is wanted


def test_cells_that_differ_are_told_by_row_and_column_in_areas_of_other_sizes():
    found = differing([[1.0, "a"]], [[1.0, "b"], [2.0]], top=3, left=2)
    assert [(c["row"], c["column"], c["before"], c["after"]) for c in found] == [
        (3, 3, "a", "b"),
        (4, 2, None, 2.0),
    ]


def test_the_zip_holds_chinese_json_and_the_pictures(tmp_path):
    (tmp_path / "01.png").write_bytes(b"picture")
    path = write_zip(tmp_path / "结果.zip", {"sheet": "如果", "at": Path("x")}, tmp_path)
    with zipfile.ZipFile(path) as made:
        assert made.namelist() == ["check.json", "sheets/01.png"]
        assert json.loads(made.read("check.json")) == {"sheet": "如果", "at": "x"}


def test_the_short_run_is_a_part_of_the_full_one():
    short, full = (chosen(windows_check.STEPS, full) for full in (False, True))
    assert [step for step in full if step.essential] == short
    assert 0 < len(short) < len(full)
    assert len({step.name for step in full}) == len(full)


def test_questions_want_y_or_n():
    typed = iter(["perhaps", "Y", "n", *[""] * (len(QUESTIONS) - 2)])
    assert [a["answer"] for a in ask(lambda question: next(typed))] == [
        "y",
        "n",
        *[""] * (len(QUESTIONS) - 2),
    ]
