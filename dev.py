"""Sets up what is needed and does one thing: `python3 dev.py demo` closes a month of the demo
workbook and shows the result; `python3 dev.py test` runs formatter, linter, type checker and all
tests.

Standard library only: it runs on any Python from 3.11 on, before anything is installed.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
COMPILED = VENV / "compiled"
MONTH = "2012-10"
OFFICE_FROM = (25, 2)
OFFICE = ("libreoffice-calc", "libreoffice-script-provider-python", "python3-uno")
FONTS = ("fonts-liberation", "fonts-dejavu-core", "fonts-noto-cjk", "fontconfig")
WINDOW = {"xvfb": "Xvfb", "openbox": "openbox", "xdotool": "xdotool", "imagemagick": "import"}
"""What tests use LibreOffice's window with, on a screen that nobody sees: packages, and a program
of each.
"""
BROWSERS = {"chromium": "chromium", "webkit2gtk-driver": "WebKitWebDriver"}
"""What tests run the add-in for Excel in: packages, and a program of each."""
PACKAGES = (*FONTS, "poppler-utils", *WINDOW, *BROWSERS)
"""Debian's packages that tests use beside LibreOffice."""
MEANS = {
    "LibreOffice 25.2+": lambda: office_version() >= OFFICE_FROM,
    "Liberation Sans": lambda: "Liberation Sans" in _said("fc-list"),
    "DejaVu Sans": lambda: "DejaVu Sans" in _said("fc-list"),
    "Noto Sans CJK": lambda: "CJK" in _said("fc-list", ":lang=zh"),
    "poppler-utils": lambda: bool(shutil.which("pdftoppm")),
    "Xvfb, openbox, xdotool, imagemagick": lambda: all(map(shutil.which, WINDOW.values())),
    "chromium, webkit2gtk-driver": lambda: all(map(shutil.which, BROWSERS.values())),
}
"""The same, and how it shows, where they cannot be installed from here."""
CHECKS = (
    ("format", ("ruff", "format", "--check", ".")),
    ("lint", ("ruff", "check", ".")),
    ("types", ("mypy",)),
)
"""What is run over the code before the tests: a name, and a command of the project's
environment.
"""
MOST_AT_ONCE = 8
"""As many processes of tests at most as this, on a machine of many cores."""


def run(*command: object, **options) -> None:
    """Run a command in the project's folder; end with its exit code when it fails."""
    done = subprocess.run([str(part) for part in command], cwd=HERE, check=False, **options)
    if done.returncode:
        sys.exit(done.returncode)


def install(*extras: str) -> None:
    """The project and its extras in its own virtual environment; again only when their versions
    changed.
    """
    wanted = (
        f"{sys.version}\n{','.join(extras)}\n"
        f"{(HERE / 'pyproject.toml').read_text(encoding='utf-8')}"
    )
    stamp = VENV / "tradedept-installed"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    if not BIN.exists():
        run(sys.executable, "-m", "venv", VENV)
    named = f"[{','.join(extras)}]" if extras else ""
    run(
        BIN / "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--editable",
        f".{named}",
        # What tests import is compiled where they look for it.
        env=_compiled_once() if "test" in extras else None,
    )
    stamp.write_text(wanted, encoding="utf-8")


def demo() -> None:
    """Close a month on a fresh demo workbook and show the figures and one person's explanation."""
    install()
    folder = Path(tempfile.mkdtemp(prefix="tradedept-"))
    book = folder / "TradeDept.xlsm"
    tradedept = BIN / "tradedept"
    run(tradedept, "new", book, "--demo")
    run(tradedept, "close", book, MONTH)
    print(f"\n工作簿 The workbook: {book}", flush=True)


def test(*arguments: str) -> None:
    """Runs all checks and tests, whatever fails, and reports each part."""
    install("test")
    system()
    validator()
    readers()
    if arguments:
        run(BIN / "python", "-m", "pytest", *arguments)
        return
    with _compiling():
        failed = [name for name, (program, *words) in CHECKS if _code(BIN / program, *words)]
    began, lines, sums = time.monotonic(), [], Counter()
    with tempfile.TemporaryDirectory(prefix="tradedept-") as folder:
        for name, code, found in _parts_run(Path(folder)):
            failed += [name] if code else []
            sums.update(found)
            lines.append(f"{name}: {_in_words(found)}, {found['seconds']} s")
    lines.append(f"together: {time.monotonic() - began:.0f} s")
    lines += [f"{name}: {'failed' if name in failed else 'passed'}" for name, _ in CHECKS]
    print(
        "",
        *lines,
        f"失败 failed: {', '.join(failed)}" if failed else "全部通过 All passed.",
        "",
        sep="\n",
    )
    print(_in_words(sums), flush=True)
    sys.exit(1 if failed else 0)


def _code(*command: object) -> int:
    words = [str(part) for part in command]
    return subprocess.run(words, cwd=HERE, check=False).returncode


def _parts_run(folder: Path) -> Iterator[tuple[str, int, dict[str, int]]]:
    """Each part of the tests with its exit code and counts. They run beside each other: while one
    waits for a window, a kill or LibreOffice, another goes on. The first, in the most processes,
    gives way, as the other would be the last to end. What the first says is shown at once, what
    the others say when it has ended.
    """
    running = []
    nice = shutil.which("nice")
    for name, processes, words in _parts():
        report, said = folder / f"{name}.xml", folder / f"{name}.txt"
        command = [f"--junitxml={report}", "-n", processes, *words]
        command += ["--dist", "loadfile", "--no-loadscope-reorder"]
        with said.open("wb") as kept:
            if running:
                started = _pytest(*command, stdout=kept, stderr=kept)
            else:
                started = _pytest(*command, through=[nice] if nice else [])
        running.append((name, started, report, said))
    for name, started, report, said in running:
        code = started.wait()
        print(said.read_text(encoding="utf-8", errors="replace"), flush=True)
        yield name, code, _counted(report)


def _pytest(*words: object, through: Iterable[str] = (), **options) -> subprocess.Popen:
    """Tests that begin to run, with these words; `through`: what they are started by."""
    command = [*through, BIN / "python", "-m", "pytest", *words]
    return subprocess.Popen(list(map(str, command)), cwd=HERE, env=_compiled_once(), **options)


def _compiled_once() -> dict[str, str]:
    """The environment for tests, each process of which starts Python: what one process compiled is
    read by the next, and by the next run, also where the environment forbids such files beside the
    code.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(COMPILED)}


@contextmanager
def _compiling() -> Iterator[None]:
    """While the checks run, which leave all processors but one idle, a process collects all tests,
    where none has done so before: else the first processes of tests would each compile all code.
    """
    if COMPILED.exists():
        yield
        return
    collecting = _pytest("--collect-only", "-q", stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        collecting.wait()


def _parts() -> list[tuple[str, int, list[object]]]:
    """The parts of the tests, each a run of pytest of its own, in so many processes, with its
    arguments.

    LibreOffice runs out of memory when it is started by a process that has run thousands of tests
    before. Its part is a third of the whole, and each of its processes takes a gigabyte or more.

    A file's tests are in one process: what a file makes for its tests is made once. The order of
    `tests/conftest.py` holds: the longest files first, not those of the most tests.
    """
    inside = sorted(
        path.relative_to(HERE) for path in (HERE / "tests").glob("test_libreoffice_*.py")
    )
    cores = min(os.cpu_count() or 1, MOST_AT_ONCE)
    return [
        ("tests", cores, [f"--ignore={path}" for path in inside]),
        ("libreoffice", max(1, cores // 2), inside),
    ]


def _counted(report: Path) -> dict[str, int]:
    """How many tests passed, failed and were skipped by pytest's report, and the seconds; a run
    that broke failed.
    """
    if not report.exists():
        return {"passed": 0, "failed": 1, "skipped": 0, "seconds": 0}
    suite = next(ElementTree.parse(report).iter("testsuite"))
    failed, skipped = (
        int(suite.get("failures")) + int(suite.get("errors")),
        int(suite.get("skipped")),
    )
    passed = int(suite.get("tests")) - failed - skipped
    return {
        "passed": passed,
        "failed": failed,
        "skipped": skipped,
        "seconds": round(float(suite.get("time"))),
    }


def _in_words(counts: dict[str, int]) -> str:
    return ", ".join(f"{counts[key]} {key}" for key in ("passed", "failed", "skipped"))


def office_version() -> tuple[int, ...]:
    """The version of the LibreOffice that is there; () without one."""
    command = shutil.which("soffice") or shutil.which("libreoffice")
    if not command:
        return ()
    found = re.search(r"(\d+)\.(\d+)", _said(command, "--version"))
    return tuple(map(int, found.groups())) if found else ()


def system() -> None:
    """What the tests use beside Python: on Debian as root it is installed, elsewhere what is
    missing is printed.
    """
    if not (shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0):
        if lacking := [name for name, there in MEANS.items() if not there()]:
            print(f"缺少 {'、'.join(lacking)}：用到它们的测试不能运行。")
            print(f"Not found: {', '.join(lacking)}. Tests that use them cannot run.", flush=True)
        return
    there = set(_said("dpkg-query", "-W", "-f", "${db:Status-Abbrev}${Package}\n").split("\n"))
    # LibreOffice alone comes from backports, which have an older WebKit than Debian itself.
    wanted = [[package for package in PACKAGES if f"ii {package}" not in there], []]
    if office_version() < OFFICE_FROM or (
        "ii libreoffice-core" in there and "ii python3-uno" not in there
    ):
        target = ["-t", backports] if (backports := _backports()) else []
        wanted[1] = [*target, *OFFICE]
    if not any(wanted):
        return
    quiet = {
        "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        "stdout": subprocess.DEVNULL,
    }
    run("apt-get", "update", "-q", **quiet)
    for words in filter(None, wanted):
        run("apt-get", "install", "-y", "-q", "--no-install-recommends", *words, **quiet)


def _said(*command: str) -> str:
    if not shutil.which(command[0]):
        return ""
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", errors="replace", check=False
    ).stdout


def _backports() -> str:
    """The suite that brings a newer LibreOffice, added to the machine's own sources; empty where
    none is needed.
    """
    release = Path("/etc/os-release").read_text(encoding="utf-8")
    if "VERSION_CODENAME=bookworm" not in release:
        return ""
    folder = Path("/etc/apt/sources.list.d")
    lists = [*folder.glob("*.sources"), *folder.glob("*.list"), Path("/etc/apt/sources.list")]
    texts = [path.read_text(encoding="utf-8") for path in lists if path.exists()]
    if not any("bookworm-backports" in text for text in texts):
        stanza = next(filter(None, map(_backports_of, texts)), None)
        if stanza is None:
            sys.exit("no Debian source of bookworm was found to add bookworm-backports beside")
        name, text = stanza
        (folder / name).write_text(text, encoding="utf-8")
    return "bookworm-backports"


def _backports_of(text: str) -> tuple[str, str] | None:
    """A file name and source for backports, made after a source of bookworm itself."""
    for stanza in re.split(r"\n\s*\n", text):
        if re.search(r"^Suites:.*\bbookworm\b(?!-)", stanza, re.MULTILINE):
            lines = [line for line in stanza.splitlines() if not line.startswith("#")]
            changed = re.sub(
                r"^Suites:.*$", "Suites: bookworm-backports", "\n".join(lines), flags=re.MULTILINE
            )
            return "tradedept-backports.sources", changed + "\n"
    line = re.search(r"^deb .*\bbookworm (?=main).*$", text, re.MULTILINE)
    return (
        ("tradedept-backports.list", line[0].replace(" bookworm ", " bookworm-backports ") + "\n")
        if line
        else None
    )


def validator() -> None:
    """Microsoft's Open XML SDK validator."""
    _node_packages(HERE / "tests" / "ooxml", "Microsoft's validator")


def readers() -> None:
    """Readers of workbooks in JavaScript, exceljs and SheetJS; Python for browsers, Pyodide."""
    _node_packages(HERE / "tests" / "readers", "exceljs, SheetJS")
    _node_packages(HERE / "tests" / "web", "Pyodide")


def _node_packages(folder: Path, what: str) -> None:
    """The npm packages that tests pin in a folder, by the npm of the environment; says where they
    cannot be had.
    """
    lock = folder / "package-lock.json"
    there = folder / "node_modules" / ".package-lock.json"
    if not lock.exists() or (there.exists() and there.stat().st_mtime >= lock.stat().st_mtime):
        return
    # Not "ci": it asks for the packages of other systems, too, which a registry may not hold.
    words = ("install", "--no-save", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder))
    path = {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
    if subprocess.run(
        [str(BIN / "npm"), *words], cwd=HERE, env=os.environ | path, check=False
    ).returncode:
        print(f"npm 取不到 {what}：用到它的测试不能运行。")
        print(f"npm could not get {what}. Tests that use it cannot run.", flush=True)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a terminal may not have all signs
    jobs = {"demo": demo, "test": test}
    if len(sys.argv) < 2 or sys.argv[1] not in jobs:
        sys.exit(__doc__)
    jobs[sys.argv[1]](*sys.argv[2:])
