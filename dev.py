"""Sets up what is needed and does one thing: `python3 dev.py demo` closes a month of the demo workbook and shows the
result; `python3 dev.py test` runs formatter, linter and all tests.

Standard library only: it runs on any Python from 3.11 on, before anything is installed.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
MONTH = "2012-10"
OFFICE_FROM = (25, 2)
PACKAGES = ("libreoffice-calc", "libreoffice-script-provider-python", "python3-uno", "fonts-noto-cjk", "poppler-utils")
WINDOW = {"xvfb": "Xvfb", "openbox": "openbox", "xdotool": "xdotool", "imagemagick": "import"}
"""Debian's packages with which tests use LibreOffice's window on a screen that nobody sees, and a program of each."""


def run(*command: object, **options) -> None:
    """Run a command in the project's folder; end with its exit code when it fails."""
    done = subprocess.run([str(part) for part in command], cwd=HERE, check=False, **options)
    if done.returncode:
        sys.exit(done.returncode)


def install(*extras: str) -> None:
    """The project and its extras in its own virtual environment; again only when their versions changed."""
    wanted = f"{sys.version}\n{','.join(extras)}\n{(HERE / 'pyproject.toml').read_text(encoding='utf-8')}"
    stamp = VENV / "tradedept-installed"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    if not BIN.exists():
        run(sys.executable, "-m", "venv", VENV)
    named = f"[{','.join(extras)}]" if extras else ""
    run(BIN / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", f".{named}")
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
    """Everything that has to hold: format, lint, tests."""
    install("test")
    office()
    validator()
    run(BIN / "ruff", "format", "--check", ".")
    run(BIN / "ruff", "check", ".")
    python = BIN / "python"
    if arguments:
        run(python, "-m", "pytest", *arguments)
        return
    # LibreOffice runs out of memory when it is started by a process that has run thousands of tests before.
    inside = sorted(path.relative_to(HERE) for path in (HERE / "tests").glob("test_libreoffice_*.py"))
    run(python, "-m", "pytest", *(f"--ignore={path}" for path in inside))
    run(python, "-m", "pytest", *inside)


def office_version() -> tuple[int, ...]:
    """The version of the LibreOffice that is there; () without one."""
    command = shutil.which("soffice") or shutil.which("libreoffice")
    if not command:
        return ()
    told = subprocess.run([command, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+)\.(\d+)", told)
    return tuple(map(int, found.groups())) if found else ()


def office() -> None:
    """LibreOffice 25.2 or newer, fonts and a PDF renderer; on Debian as root they are installed."""
    fonts = shutil.which("pdftoppm") and "CJK" in _said("fc-list", ":lang=zh")
    window = all(map(shutil.which, WINDOW.values()))
    if office_version() >= OFFICE_FROM and fonts and window:
        return
    if not (shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0):
        others = ", ".join(WINDOW)
        print(f"需要 LibreOffice 25.2 以上、Noto CJK 字体、poppler-utils、{others}；缺少时相应测试不能运行。")
        print(f"Needed: LibreOffice 25.2 or newer, Noto CJK fonts, poppler-utils, {others}; else tests cannot run.")
        return
    backports = _backports()
    target = ["-t", backports] if backports else []
    quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    run("apt-get", "update", "-q", **quiet)
    run("apt-get", "install", "-y", "-q", "--no-install-recommends", *target, *PACKAGES, *WINDOW, **quiet)


def _said(*command: str) -> str:
    if not shutil.which(command[0]):
        return ""
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _backports() -> str:
    """The suite that brings a newer LibreOffice, added to the machine's own sources; empty where none is needed."""
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
            changed = re.sub(r"^Suites:.*$", "Suites: bookworm-backports", "\n".join(lines), flags=re.MULTILINE)
            return "tradedept-backports.sources", changed + "\n"
    line = re.search(r"^deb .*\bbookworm (?=main).*$", text, re.MULTILINE)
    return ("tradedept-backports.list", line[0].replace(" bookworm ", " bookworm-backports ") + "\n") if line else None


def validator() -> None:
    """Microsoft's Open XML SDK validator, from the npm package that the tests pin."""
    folder = HERE / "tests" / "ooxml"
    lock = folder / "package-lock.json"
    there = folder / "node_modules" / ".package-lock.json"
    if not lock.exists() or (there.exists() and there.stat().st_mtime >= lock.stat().st_mtime):
        return
    if not shutil.which("npm"):
        print("没有 npm：Open XML 校验测试不能运行。No npm: tests with the Open XML validator cannot run.")
        return
    # Not "ci": it asks for the packages of other systems, too, which a registry may not hold.
    run("npm", "install", "--no-save", "--silent", "--no-audit", "--no-fund", "--prefix", folder)


if __name__ == "__main__":
    jobs = {"demo": demo, "test": test}
    if len(sys.argv) < 2 or sys.argv[1] not in jobs:
        sys.exit(__doc__)
    jobs[sys.argv[1]](*sys.argv[2:])
