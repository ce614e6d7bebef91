"""LibreOffice as a second opinion: what it computes for every formula of a workbook, from nothing."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""


VALIDATOR = Path(__file__).parent / "ooxml" / "node_modules" / ".bin" / "ooxml-validator"


def needed(program: str, what: str) -> str:
    """The path of a program that a test needs: where CI runs its absence fails, elsewhere the test says so."""
    found = shutil.which(program)
    if not found:
        absent(f"{program} is not installed; {what} was NOT tested")
    return found


def absent(reason: str) -> None:
    """Fail where CI runs, skip with the reason elsewhere."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def complaints(book: Path) -> list[dict]:
    """What Microsoft's Open XML SDK validator finds in a file; it runs on the node of the tests' environment."""
    own = [os.path.dirname(sys.executable), os.environ.get("PATH", "")]
    node = shutil.which("node", path=os.pathsep.join(own))
    if not (node and VALIDATOR.exists()):
        absent("the validator is not installed (dev.py installs it); what Microsoft's validator finds was NOT tested")
    done = subprocess.run([node, VALIDATOR, book], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)["errors"]


def recalculated(book: Path, folder: Path) -> Path:
    """A copy of a workbook, saved by LibreOffice after it computed every formula anew."""
    profile = folder / "profile-recalculating"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS, "utf-8")
    return _converted(book, profile, folder / "recalculated")


def opened(book: Path, folder: Path) -> Path:
    """A copy of a workbook, saved by LibreOffice after it opened it as it opens any."""
    return _converted(book, folder / "profile-plain", folder / "opened")


def _converted(book: Path, profile: Path, out: Path) -> Path:
    office = needed("soffice", "what LibreOffice computes")
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx"]
    done = subprocess.run([*command, "--outdir", str(out), str(book)], capture_output=True, text=True, timeout=300)
    found = out / f"{book.stem}.xlsx"
    assert found.exists(), f"LibreOffice wrote nothing: {done.stdout}{done.stderr}"
    return found
