"""Every module of VBA, as each kind of Excel compiles it, is compiled by LibreOffice Basic.

Basic tells errors of syntax. It takes any type and any name for known until it runs, so those it
does not tell.
"""

import json
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from lo import HERE
from office import absent
from vbakit import EXCELS, modules

from xlpy.build.macros import CLASSES
from xlpy.core.issues import FileError
from xlpy.programs.libreoffice import clean_environment, make_profile, own_python, ready

PROBE = 'Option VBASupport 1\nFunction Answer()\n    Answer = "compiled"\nEnd Function\n'
DIALECT = {"VBA.vbBinaryCompare": "0", "VBA.vbTextCompare": "1", "VBA.vbDatabaseCompare": "2"}
"""What Basic reads otherwise than VBA: an Enum's value is a number to it, and no name of a
library.
"""


def basic(name: str, text: str) -> str:
    """A module as Basic takes it, on the same lines: attributes are comments, and the first of
    them its options.
    """
    lines = [f"Rem {line}" if line.startswith("Attribute ") else line for line in text.splitlines()]
    first = next(place for place, line in enumerate(lines) if line.startswith("Rem Attribute"))
    lines[first] = "Option VBASupport 1" + (": Option ClassModule" if name in CLASSES else "")
    return re.sub("|".join(DIALECT), lambda word: DIALECT[word[0]], "\n".join(lines)) + "\n"


@pytest.fixture(scope="module")
def errors(tmp_path_factory):
    """What a LibreOffice of its own, where macros may run, says of all modules of this file, each
    in a library of its own with the probe: {key: error or None}.
    """
    try:
        program = ready()
    except FileError as missing:
        absent(f"{missing.en} Our VBA was NOT compiled")
    profile = tmp_path_factory.mktemp("basic") / "profile"
    make_profile(profile)
    _let_macros_run(profile)
    texts = every_text() | {("spoilt", *key): module for key, (module, _) in spoilt().items()}
    texts[OPEN_BLOCK] = with_an_open_block()
    libraries = {
        f"Own{at}": {name: text, "Probe": PROBE} for at, (name, text) in enumerate(texts.values())
    }
    asked = {"program": str(program), "profile": str(profile), "libraries": libraries}
    done = subprocess.run(
        [own_python(program), HERE / "basic_driver.py"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        env=clean_environment(),
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(texts, json.loads(done.stdout).values(), strict=True))


def _let_macros_run(profile: Path) -> None:
    settings = profile / "user" / "registrymodifications.xcu"
    text, changed = re.subn(
        r'(DisableMacrosExecution" oor:op="fuse">\s*<value>)true',
        r"\1false",
        settings.read_text("utf-8"),
    )
    assert changed == 1
    settings.write_text(text, "utf-8")


@cache
def every_text() -> dict[tuple[str, ...], tuple[str, str]]:
    """(kind of Excel, module) -> module, text for Basic."""
    return {
        (excel, name): (name, basic(name, text))
        for excel in EXCELS
        for name, text in modules(excel).items()
    }


def broken(text: str) -> tuple[str, int]:
    """The module with one line that is no sentence of Basic, in its last procedure; the line's
    number.
    """
    lines = text.splitlines()
    last = max(
        place
        for place, line in enumerate(lines)
        if re.match(r"\s*End (Sub|Function|Property)\b", line)
    )
    return "\n".join([*lines[:last], "    told = = 1", *lines[last:]]) + "\n", last + 1


@cache
def spoilt() -> dict[tuple[str, str], tuple[tuple[str, str], list]]:
    """Every module of two kinds of Excel with a wrong line: the module, its name and that line."""
    found = {}
    for key, (name, text) in every_text().items():
        if key[0] in ("Windows, 64 bits", "Mac"):
            wrong, line = broken(text)
            found[key] = (name, wrong), [name, line]
    return found


OPEN_BLOCK = ("open block", "TradeDept")


def with_an_open_block() -> tuple[str, str]:
    """A module of which one block is not closed."""
    name, text = every_text()["Mac", "TradeDept"]
    first = text.index("End If")
    return name, text[:first] + text[first + len("End If") :]


def test_basic_compiles_every_module_as_every_excel_does(errors):
    found = {key: errors[key] for key in every_text()}
    assert len(found) == 25
    assert {key: error for key, error in found.items() if error} == {}


def test_a_module_with_one_wrong_line_does_not_compile_and_the_line_is_told(errors):
    """The control: without it, a compiler that takes everything would pass the test above."""
    wanted = {key: place for key, (_, place) in spoilt().items()}
    assert len(wanted) == 10
    assert {key: errors["spoilt", *key] for key in wanted} == wanted


def test_a_block_that_is_not_closed_does_not_compile(errors):
    assert errors[OPEN_BLOCK][0] == OPEN_BLOCK[1]
