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
    """Asks a LibreOffice of its own, where macros may run: {key: (module, text)} -> {key: error or
    None}.
    """
    try:
        program = ready()
    except FileError as missing:
        absent(f"{missing.en} Our VBA was NOT compiled")
    folder = tmp_path_factory.mktemp("basic")

    def ask(texts):
        profile = folder / f"profile{len(list(folder.iterdir()))}"
        make_profile(profile)
        _let_macros_run(profile)
        keys = list(texts)
        named = {
            f"Own{at}": {texts[key][0]: texts[key][1], "Probe": PROBE}
            for at, key in enumerate(keys)
        }
        asked = {"program": str(program), "profile": str(profile), "libraries": named}
        command = [own_python(program), HERE / "basic_driver.py"]
        done = subprocess.run(
            command,
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            env=clean_environment(),
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        return {key: found[f"Own{at}"] for at, key in enumerate(keys)}

    return ask


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
def every_text() -> dict[tuple[str, str], tuple[str, str]]:
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


def test_basic_compiles_every_module_as_every_excel_does(errors):
    found = errors(every_text())
    assert len(found) == 25
    assert {key: error for key, error in found.items() if error} == {}


def test_a_module_with_one_wrong_line_does_not_compile_and_the_line_is_told(errors):
    """The control: without it, a compiler that takes everything would pass the test above."""
    spoilt, wanted = {}, {}
    for key, (name, text) in every_text().items():
        if key[0] in ("Windows, 64 bits", "Mac"):
            wrong, line = broken(text)
            spoilt[key], wanted[key] = (name, wrong), [name, line]
    assert len(wanted) == 10
    assert errors(spoilt) == wanted


def test_a_block_that_is_not_closed_does_not_compile(errors):
    name, text = every_text()["Mac", "TradeDept"]
    first = text.index("End If")
    wrong = text[:first] + text[first + len("End If") :]
    assert errors({"one": (name, wrong)})["one"][0] == name
