"""What tests need of the machine, and Microsoft's validator as a second opinion."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

VALIDATOR = Path(__file__).parent / "ooxml" / "node_modules" / ".bin" / "ooxml-validator"


def needed(program: str, what: str) -> str:
    """The path of a program that a test needs: where CI runs its absence fails, elsewhere the test
    says so.
    """
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
    """What Microsoft's Open XML SDK validator finds in a file; it runs on the node of the tests'
    environment.
    """
    own = [os.path.dirname(sys.executable), os.environ.get("PATH", "")]
    node = shutil.which("node", path=os.pathsep.join(own))
    if not (node and VALIDATOR.exists()):
        absent(
            "the validator is not installed (dev.py installs it); what Microsoft's validator "
            "finds was NOT tested"
        )
    done = subprocess.run(
        [node, VALIDATOR, book],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        # It runs for one file: what .NET measures to run faster later takes a third of its time.
        env=os.environ | {"DOTNET_TieredPGO": "0"},
    )
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)["errors"]
