"""Every key of the policy is read by the program: a row that changes nothing misleads people."""

import ast
import re
from pathlib import Path

from xlpy.core.policykeys import KEYS

PACKAGE = Path(__file__).parents[1] / "xlpy"
LETTERS = 4
"""A text with a gap says which key it reads if it has at least so many letters."""


def readers():
    """The texts of the program, where a value stands in a text as `.+`."""
    for path in PACKAGE.rglob("*.py"):
        if path.name == "policykeys.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [
                    part.value if isinstance(part, ast.Constant) else None for part in node.values
                ]
                if sum(len(part) for part in parts if part) >= LETTERS:
                    yield "".join(".+" if part is None else re.escape(part) for part in parts)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.escape(node.value)


def unread(keys):
    texts = set(readers())
    plain = {text for text in texts if ".+" not in text}
    gaps = re.compile("|".join(text for text in texts if ".+" in text and r"\." in text))
    return [key for key in keys if re.escape(key) not in plain and not gaps.fullmatch(key)]


def test_every_key_is_read():
    assert unread(key for key, *_ in KEYS) == []


def test_a_key_that_nothing_reads_is_found():
    assert unread(["rates.nobody", "close.never"]) == ["rates.nobody", "close.never"]
