"""The package as people install it: a wheel and an sdist that hold all they need, in an
environment without the repository.
"""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NEEDED = ("python-calamine", "XlsxWriter", "pyOpenVBA", "argcomplete")
"""What the package says that it needs; nothing else of ours is in the empty environment."""


def run(*words, folder, **variables):
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PYTHON")
    }
    return subprocess.run(
        [str(word) for word in words],
        cwd=folder,
        env=environment | {"PYTHONIOENCODING": "utf-8"} | variables,
        capture_output=True,
        encoding="utf-8",
        timeout=180,
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The sdist, and the wheel that is built from it: what the sdist forgets, the wheel cannot
    hold.
    """
    folder = tmp_path_factory.mktemp("built")
    source = folder / "source"
    kept = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    for name in filter(None, kept.split("\0")):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, source / name)
    done = run(
        sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, source, folder=folder
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.tar.gz")), next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory):
    """An empty environment with the wheel and what it names, and the folder with its commands."""
    place = tmp_path_factory.mktemp("empty") / "环 境"
    venv.create(place, with_pip=False, symlinks=os.name != "nt")
    programs = place / ("Scripts" if os.name == "nt" else "bin")
    lib = next(place.rglob("site-packages"))
    target = ["--target", lib, "--no-deps", "--no-index", "--quiet", "--disable-pip-version-check"]
    done = run(sys.executable, "-m", "pip", "install", *target, built[1], folder=place)
    assert done.returncode == 0, done.stderr
    for name in NEEDED:
        found = distribution(name)
        for file in filter(lambda file: ".." not in file.parts, found.files):
            (lib / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(found.locate_file(file), lib / file)
    return programs / "python"


def test_the_wheel_names_what_the_empty_environment_gets(built):
    with zipfile.ZipFile(built[1]) as wheel:
        told = wheel.read(
            next(name for name in wheel.namelist() if name.endswith("METADATA"))
        ).decode()
    needed = [
        line.split(": ")[1]
        for line in told.splitlines()
        if line.startswith("Requires-Dist") and ";" not in line
    ]
    assert sorted(each.split("==")[0].casefold() for each in needed) == sorted(
        name.casefold() for name in NEEDED
    )


def test_the_sdist_holds_every_file_of_the_project(built):
    kept = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    with tarfile.open(built[0]) as packed:
        there = {name.partition("/")[2] for name in packed.getnames()}
    missing = {name for name in kept.split("\0") if name} - there
    assert {name for name in missing if not name.startswith(".")} == set()


def test_a_month_is_closed_without_the_repository(installed, tmp_path):
    def tradedept(*words, **variables):
        return run(installed, "-m", "xlpy", *words, folder=tmp_path, **variables)

    asked = run(installed, "-c", "import xlpy; print(xlpy.__file__)", folder=tmp_path).stdout
    assert asked.strip().startswith(str(installed.parent.parent)), (
        "the environment must not see the repository"
    )
    assert tradedept("new", "账 簿.xlsm", "--demo").returncode == 0
    closed = tradedept("close", "账 簿.xlsm", "2012-10", "--json")
    assert (closed.returncode, json.loads(closed.stdout)["written"]) == (0, True)
    assert tradedept("verify", "账 簿.xlsm").returncode == 0
    assert "complete " in tradedept("completion", "bash").stdout
    assert tradedept("--version").stdout.startswith("tradedept ")
    older = Path(
        shutil.copyfile(ROOT / "tests" / "golden" / "layout-3.xlsm", tmp_path / "old.xlsm")
    )
    assert tradedept("upgrade", older).returncode == 0


@pytest.mark.skipif(
    sys.platform != "linux",
    reason="on other systems a screen is always there: Excel would be started",
)
def test_a_workbook_is_opened_as_far_as_it_goes_without_a_screen(installed, tmp_path):
    """All that is looked at before LibreOffice is started; and the extension that it gets is made
    of the wheel.
    """
    assert run(installed, "-m", "xlpy", "new", "B.xlsm", folder=tmp_path).returncode == 0
    opened = run(
        installed, "-m", "xlpy", "open", "B.xlsm", folder=tmp_path, DISPLAY="", WAYLAND_DISPLAY=""
    )
    assert opened.returncode == 3
    assert "DISPLAY" in opened.stderr and "Traceback" not in opened.stderr
    makes = (
        "from xlpy.libreoffice.extension.package import extension as e; open('e.oxt', "
        "'wb').write(e())"
    )
    done = run(installed, "-c", makes, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / "e.oxt") as made:
        names = set(made.namelist())
    wanted = {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "xlpy" / "defaults").rglob("*.csv")
    }
    assert [name for name in wanted if not any(each.endswith(name) for each in names)] == []
