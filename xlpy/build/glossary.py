"""The glossary pages from the terms: a page in each language, each term with its name in the
other.
"""

from collections.abc import Iterator
from pathlib import Path

from xlpy.core.glossary import GROUPS, TERMS, Term
from xlpy.core.tables import TABLES
from xlpy.core.text import EN, ZH, Text

PAGES = {
    language: Path(__file__).parents[2] / "docs" / language / "glossary.md" for language in (EN, ZH)
}
"""Where the page of a language stands."""

_TITLE = Text("术语", "Glossary")
_MADE = Text(
    "由 `xlpy/core/glossary.py` 生成，请勿手改。一样东西只有一个名称：工作簿、信息和各页都用"
    "这里的词。",
    "Made from `xlpy/core/glossary.py`; not to be edited by hand. One thing has one name: "
    "the workbook, messages and "
    "pages use the words of this page.",
)
_HEAD = Text("| 术语 | 英文 | 意思 | 规则 | 表 |", "| term | in Chinese | meaning | rule | table |")


def glossary(language: str) -> str:
    """The page of a language."""
    return "\n".join(
        [f"# {_TITLE.said(language)}", "", _MADE.said(language), *_groups(language), ""]
    )


def _groups(language: str) -> Iterator[str]:
    for group in GROUPS:
        head = _HEAD.said(language)
        yield from ("", f"## {group.said(language)}", head, "|" + "---|" * (head.count("|") - 1))
        for term in TERMS:
            if term.group == group:
                yield f"| {' | '.join(_term_cells(term, language))} |"


def _term_cells(term: Term, language: str) -> tuple[str, ...]:
    other = term.name.en if language == ZH else f'"{term.name.zh}"'
    tables = ", ".join(f"`{table.key}`" for table in TABLES.values() if table.zh == term.name.zh)
    return term.name.said(language), other, term.meaning.said(language), term.rule, tables


def write() -> None:
    """Write the pages anew."""
    for language, page in PAGES.items():
        page.write_text(glossary(language), encoding="utf-8")
