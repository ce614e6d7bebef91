"""The command in a process of its own, forked from one that has imported all of it.

To start Python and import takes a third of what most commands take. What has to do with the start,
such as variables that Python itself reads, is tried with a Python started anew.
"""

import atexit
import json
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

FORKS = '''
import atexit, gc, json, os, sys, threading, traceback
from datetime import datetime
import xlpy.__main__
import xlpy.cli
sys.path.append(sys.argv[1])
from preloading import COMMANDS, go_through_workbooks, import_all, stop_clock
from readyreaders import fork_readers
sys.path.remove(sys.argv[1])  # commands find nothing of the tests
import_all((*COMMANDS, "xlpy.documents", "xlpy.upgrade"))
fork_readers()
go_through_workbooks()

def run(asked):
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    for place, name in ((1, asked["out"]), (2, asked["err"])):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT), place)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    if asked["user"]:
        user, group, groups = asked["user"]
        os.setgroups(groups)
        os.setgid(group)
        os.setuid(user)
    if asked["at"]:
        stop_clock(datetime.fromisoformat(asked["at"]))
    sys.argv = ["tradedept", *asked["words"]]
    if asked["code"]:
        exec(asked["code"], {"__name__": "__main__"})
        return 0
    return xlpy.__main__.run()

def end(code):
    """What Python does at its end, but that it takes no module apart: with all that is imported
    here this took three times as long as a short command.
    """
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)

def forked(asked):
    code = 1
    try:
        code = run(asked)
    except SystemExit as left:
        code = left.code or 0
    except BaseException:
        traceback.print_exc()
    end(code)

# What is there already need not be looked through for rings in each of the processes.
gc.freeze()
for line in sys.stdin:
    child = os.fork()
    if not child:
        forked(json.loads(line))
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
'''
_AT_START = ("PYTHON", "LC_", "LANG", "PATH", "LD_")
"""Variables, by how they begin, that are read when a Python starts."""


class Done(NamedTuple):
    """A command that ended: its exit code, and the bytes of its two streams."""

    code: int
    out: bytes
    err: bytes


def command(*words: object, at: str = "", **environment: str) -> Done:
    """Run `tradedept` with these words, in the folder and the environment of the test, with some
    variables more.

    `at`: the time at which it runs; left out, now.
    """
    given = [str(word) for word in words]
    if not hasattr(os, "fork") or any(name.startswith(_AT_START) for name in environment):
        if at:
            pytest.skip("a command runs at another time only in a process forked from ours")
        return _started(given, os.environ | environment)
    return _forked({"words": given, "at": at}, os.environ | environment)


def python(code: str, *words: object, user: tuple | None = None, **environment: str) -> Done:
    """Run a piece of Python with these words, in a process of its own, as a command is run.

    `user`: whose process it is, as numbers: user, group, further groups.
    """
    asked = {"code": code, "words": [str(word) for word in words], "user": user}
    return _forked(asked, os.environ | environment)


def _forked(asked: dict, environment) -> Done:
    asked = {"code": "", "at": "", "user": None, "folder": os.getcwd()} | asked
    with tempfile.TemporaryDirectory(prefix="tradedept-") as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        asked |= {"out": str(out), "err": str(err), "environment": dict(environment)}
        process = _forks()
        process.stdin.write(json.dumps(asked) + "\n")
        process.stdin.flush()
        code = process.stdout.readline()
        assert code, "the process that forks commands ended"
        return Done(int(code), out.read_bytes(), err.read_bytes())


def _started(words: list[str], environment) -> Done:
    done = subprocess.run(
        [sys.executable, "-m", "xlpy", *words],
        capture_output=True,
        env=environment,
        timeout=120,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


@cache
def _forks() -> subprocess.Popen:
    process = subprocess.Popen(
        [sys.executable, "-c", FORKS, Path(__file__).parent],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    atexit.register(process.stdin.close)
    return process


def said(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    """The exit code of a command in this process, what it printed, and what it told."""
    from xlpy import cli

    try:
        code = cli.main([str(word) for word in words])
    except SystemExit as left:
        code = left.code
    out, err = capsys.readouterr()
    return code, out, err
