"""Words that a reader has to translate do not come back: `plain_words.csv` lists them, with what
to say instead.

Looked at is whatever people read: pages, docstrings, comments, messages, help, tips and notes of
rules.
"""

import csv
import io
import re
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
with open(ROOT / "tests" / "plain_words.csv", encoding="utf-8", newline="") as file:
    WORDS = [
        (re.compile(row["pattern"], re.IGNORECASE), row["say instead"])
        for row in csv.DictReader(file)
    ]

STORED = {"lacks", "Things lacking", "What lacks"}
"""A key of the board, and labels that it had: workbooks in use hold them already."""

PAGES = [ROOT / "README.md", *(ROOT / "docs" / "en").glob("*.md")]
TABLES = [ROOT / "xlpy" / "defaults" / "policy.csv"]
SOURCES = [
    path
    for top in ("xlpy", "scripts", "benchmarks", "macros.py", "udfs.py", "dev.py")
    for path in ([ROOT / top] if top.endswith(".py") else sorted((ROOT / top).rglob("*.py")))
]


def said_in(source: str):
    """The lines that a module says to people: number and text of each line of a comment or a
    string.
    """
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in (tokenize.COMMENT, tokenize.STRING):
            text = (
                re.sub(r"\{[^{}]*\}", "", token.string)
                if token.string[:1] in "fF"
                else token.string
            )
            yield from enumerate(text.splitlines(), token.start[0])


def faults(lines, name=""):
    """Where a listed word stands, and what to say instead."""
    return [
        f"{name}:{at}: {found[0]!r}: say {instead!r}: {line.strip()}"
        for at, line in lines
        for pattern, instead in WORDS
        if (found := pattern.search(without_stored(line)))
    ]


def without_stored(line: str) -> str:
    """A line without what workbooks in use hold: as a whole text in quotes, or in a cell or code
    of a page.
    """
    return re.sub(r"([\"`]|\| )(" + "|".join(STORED) + r")(?=[\"`]| \|)", "", line)


@pytest.mark.parametrize("pages", [PAGES, TABLES], ids=["pages", "rules"])
def test_pages_and_rules_are_in_plain_words(pages):
    found = [
        fault
        for page in pages
        for fault in faults(enumerate(page.read_text(encoding="utf-8").splitlines(), 1), page.name)
    ]
    assert found == []


def test_code_speaks_to_people_in_plain_words():
    found = [
        fault
        for path in SOURCES
        for fault in faults(
            said_in(path.read_text(encoding="utf-8")), path.relative_to(ROOT).as_posix()
        )
    ]
    assert found == []


@pytest.mark.parametrize(
    ("line", "clean"),
    [
        ('"the order lacks an approval"', False),
        ('"an approval is missing"', True),
        ("# Told of each save.", False),
        ("# Hears of each save.", True),
        ('col("还缺什么", "What is missing", "text", was="What lacks")', True),
        ('"the prizes of who left"', False),
        ("lacks = 1  # what is missing", True),
        ('f"{lacks} things are missing"', True),
    ],
)
def test_a_listed_word_is_found_where_people_read_it_and_nowhere_else(line, clean):
    assert (faults(said_in(line + "\n")) == []) is clean
