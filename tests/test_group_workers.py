"""A group's work by several processes: killed, interrupted, twice at once, on a scheduler of its
own. Every workbook is closed once, whatever happens.
"""

import gc
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import weakref
from datetime import datetime
from importlib import import_module
from pathlib import Path

import distributed
import pytest
from groupkit import group_of

import xlpy
import xlpy.group.hands
import xlpy.group.task
from xlpy.cli import main
from xlpy.core.periods import parse_period
from xlpy.core.text import Text
from xlpy.files import WorkbookFile
from xlpy.group.cluster import _interrupts_later, begin_ahead
from xlpy.group.hands import InTurn, hands
from xlpy.group.here import here
from xlpy.group.lean import _as_if_not_there
from xlpy.group.sources import sources_of
from xlpy.group.task import Task
from xlpy.jobs.sealing.verify import verify

COUNT = 6
MONTH = "2012-01"
ROOT = Path(xlpy.__file__).parent.parent


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    return group_of(tmp_path_factory.mktemp("workers") / "部门", COUNT, (MONTH,))


@pytest.fixture
def books(fresh, tmp_path):
    return Path(shutil.copytree(fresh, tmp_path / "部门"))


def tasks(folder, what="close"):
    at = datetime(2012, 2, 2, 9)
    return [Task(what, book, parse_period(MONTH), "会计", at) for book in sources_of(folder).books]


def closed_once(folder):
    """Whether each workbook has one close of the month, and its seals hold."""
    for path in sorted(folder.glob("*.xlsm")):
        book = WorkbookFile(path)
        assert book.read(["closes"])["closes"].length == 1, path
        assert verify(book).intact, path
    return True


def started(*words, **options):
    command = [sys.executable, "-m", "xlpy", "group", *map(str, words)]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        **options,
    )


def test_a_killed_worker_changes_nothing(books):
    """The task that it worked on goes to another; what it had written counts."""
    found = {}
    with hands(2, None) as workers:
        processes = [*workers._client.run(os.getpid).values()]
        for number, outcome in workers.outcomes(tasks(books)):
            if not found:
                os.kill(processes[0], signal.SIGKILL)
            found[number] = outcome.state
    assert set(found) == set(range(COUNT))
    assert set(found.values()) <= {"done", "already"}
    assert closed_once(books)


def test_two_groups_at_once_do_not_meet_and_listen_on_this_computer_alone():
    """Dask would warn of a port that is taken, which fails a test."""
    with hands(1, None) as one, hands(1, None) as other:
        addresses = [each._client.scheduler.address for each in (one, other)]
        places = {
            socket.getsockname()[0]
            for each in (one, other)
            for socket in each._client.cluster.scheduler.http_server._sockets.values()
        }
    assert len(set(addresses)) == 2
    assert all(address.startswith("tcp://127.0.0.1:") for address in addresses)
    assert places == {"127.0.0.1"}


def test_outcomes_are_those_of_one_process(books, tmp_path):
    alike = Path(shutil.copytree(books, tmp_path / "alike"))
    with hands(2, None) as workers:
        by_two = dict(workers.outcomes(tasks(books)))
    by_one = dict(InTurn().outcomes(tasks(alike)))
    assert {n: (o.state, o.rows, o.issues) for n, o in by_two.items()} == {
        n: (o.state, o.rows, o.issues) for n, o in by_one.items()
    }
    # The same figures in each, sealed alike.
    for path in sorted(books.glob("*.xlsm")):
        digests = [
            WorkbookFile(each).read(["closes"])["closes"].columns["digest"]
            for each in (path, alike / path.name)
        ]
        assert digests[0] == digests[1]


def test_a_workbook_that_vanishes_is_an_outcome_of_its_own(books):
    asked = tasks(books)
    (books / "部门 3.xlsm").unlink()
    states = [outcome.state for _, outcome in InTurn().outcomes(asked)]
    assert states == ["done", "done", "failed", "done", "done", "done"]


@pytest.mark.parametrize("by", ["in turn", "a worker"])
def test_what_workbooks_leave_behind_does_not_add_up(books, monkeypatch, by):
    """A command and its workers run without Python's own tidying; what each workbook leaves is a
    circle here.
    """
    left = []

    class Circle:
        def __init__(self):
            self.itself = self
            left.append(weakref.ref(self))

    def leaves(task):
        Circle()
        return xlpy.group.task._Did("done", Text("", ""))

    monkeypatch.setitem(xlpy.group.task.JOBS, "check", leaves)
    many = tasks(books, "check") * 20
    by_worker = (xlpy.group.hands._do_one_of_many(task) for task in many)
    gc.disable()
    # What the tests before made is not looked through with each handful: only what comes now.
    gc.freeze()
    try:
        for done, _ in enumerate(InTurn().outcomes(many) if by == "in turn" else by_worker, 1):
            assert len(left) == done
            assert sum(1 for each in left if each() is not None) <= 10
    finally:
        gc.unfreeze()
        gc.enable()


def test_two_runs_at_once_close_once(books):
    runs = [started("close", books, MONTH, "--workers", 0, "--by", "会计") for _ in range(2)]
    said = [run.communicate() for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert closed_once(books)


def state_of_a_worker():
    kept = signal.pthread_sigmask(signal.SIG_BLOCK, ()) if os.name != "nt" else {signal.SIGINT}
    needless = {"numpy", "jinja2", "pandas"} & sys.modules.keys()
    return gc.isenabled(), gc.get_freeze_count() > 10_000, signal.SIGINT in kept, needless


def test_a_worker_begins_with_all_read_and_hears_no_interrupt():
    """Python's tidying rests in it and leaves out what it has read; nothing is read that no task
    uses.
    """
    with hands(2, None) as workers:
        states = [*workers._client.run(state_of_a_worker).values()]
    assert states == [(False, True, True, set())] * 2


def test_what_dask_does_without_is_not_there_only_while_dask_is_read(monkeypatch):
    monkeypatch.delitem(sys.modules, "this", raising=False)
    with _as_if_not_there(("this", "json")):
        with pytest.raises(ImportError):
            import_module("this")
        assert import_module("json") is json  # was read before
    assert "this" not in sys.modules


@pytest.mark.parametrize(
    ("workers", "scheduler", "begun"),
    [(2, None, True), (None, None, True), (0, None, False), (None, "tcp://127.0.0.1:9", False)],
)
def test_workers_are_begun_ahead_where_there_will_be_some_on_this_computer(
    workers, scheduler, begun, monkeypatch
):
    found = []
    monkeypatch.setattr("xlpy.group.cluster._METHOD", "forkserver")
    monkeypatch.setattr("multiprocessing.forkserver.ensure_running", lambda: found.append(1))
    begin_ahead(workers, scheduler)
    assert bool(found) == begun


def test_an_interrupt_while_workers_begin_is_raised_when_they_have_begun():
    """A second one is raised at once."""
    begun = []
    with pytest.raises(KeyboardInterrupt), _interrupts_later():
        signal.raise_signal(signal.SIGINT)
        begun.append("workers")
    with pytest.raises(KeyboardInterrupt), _interrupts_later():
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        begun.append("more")
    assert begun == ["workers"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_an_interrupt_ends_cleanly_and_a_second_run_goes_on(books):
    run = started("close", books, MONTH, "--workers", 2, "--by", "会计", start_new_session=True)
    until = time.monotonic() + 120
    while not list(books.glob("*.backups")) and time.monotonic() < until:
        time.sleep(0.05)
    os.killpg(run.pid, signal.SIGINT)
    out, err = run.communicate()
    assert run.returncode == 130, (out, err)
    assert "Traceback" not in err and "wholly" in err
    assert main(["group", "close", str(books), MONTH, "--workers", "0", "--by", "会计"]) == 0
    assert closed_once(books)


@pytest.fixture(scope="module")
def scheduler():
    """A scheduler with one worker, as somebody else's cluster."""
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        yield cluster


def test_the_same_on_a_cluster(books, scheduler, capsys):
    words = ["--scheduler", scheduler.scheduler_address]
    assert main(["group", "close", str(books), MONTH, "--by", "会计", *words]) == 0
    assert closed_once(books)
    assert "not encrypted" not in capsys.readouterr().err


def test_a_worker_with_another_program_is_refused(books, scheduler, tmp_path, capsys):
    """What a worker runs is compared before it works: here, one without TradeDept."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "class Without:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] == 'xlpy':\n"
        "            raise ImportError('no TradeDept here')\n"
        "sys.meta_path.insert(0, Without())\n",
        "utf-8",
    )
    worker = subprocess.Popen(
        [
            *(sys.executable, "-m", "distributed.cli.dask_worker", scheduler.scheduler_address),
            *("--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1", "--name", "other"),
        ],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with distributed.Client(scheduler) as client:
            client.wait_for_workers(2, timeout=60)
        words = ["--scheduler", scheduler.scheduler_address]
        assert main(["group", "check", str(books), MONTH, *words]) == 3
        assert "install the same version" in capsys.readouterr().err
    finally:
        worker.terminate()
        worker.wait()


def test_no_scheduler_is_said(books, capsys, monkeypatch):
    monkeypatch.setattr(xlpy.group.hands, "_PATIENCE", 1)
    code = main(["group", "check", str(books), "--scheduler", "tcp://127.0.0.1:9"])
    assert code == 3 and "no scheduler answered" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("address", "warned"),
    [
        ("tcp://10.0.0.5:8786", True),
        ("tls://10.0.0.5:8786", False),
        ("tcp://127.0.0.1:8786", False),
        ("tcp://localhost:8786", False),
    ],
)
def test_a_connection_in_the_clear_to_elsewhere_is_pointed_out(address, warned):
    assert bool(xlpy.group.hands._open_to_others(address)) == warned


def test_without_dask_one_process_does_it(books, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["group", "check", str(books)]) == 3
    assert "run pip install tradedept[group]" in capsys.readouterr().err
    assert main(["group", "check", str(books), "--workers", "0"]) == 0


def test_what_runs_here_is_one_line():
    assert here().startswith(f"TradeDept {xlpy.__version__} ") and "\n" not in here()
