"""What came of a group's workbooks, as text for people and as a document for JSON."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xlpy.core.text import Text
from xlpy.messages.results import BESIDE, grid, issue_text, issues_doc
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.core.periods import Period
    from xlpy.group.task import Outcome

_STATES = {
    "done": Text("完成", "done"),
    "already": Text("此前已完成", "done before"),
    "failed": Text("失败", "failed"),
}
_HEADS = (Text("部门", "department"), Text("状态", "state"), Text("说明", "what"))


def group_text(
    outcomes: "Sequence[Outcome]", files: Sequence[Path] = (), words: Words = BESIDE
) -> str:
    """A line for each workbook, the errors of those that failed, and how many of each state."""
    rows = [
        (each.source.department, words(_STATES[each.state]), words(each.said)) for each in outcomes
    ]
    parts = [grid([words(head) for head in _HEADS], rows)]
    for each in outcomes:
        if each.state == "failed" and each.issues:
            errors = [issue for issue in each.issues if issue.severity == "error"]
            parts.append(
                "\n".join([f"{each.source.path}:", *(issue_text(i, words) for i in errors)])
            )
    counts = Counter(each.state for each in outcomes)
    parts.append(
        ", ".join(
            f"{words(said)} {counts[state]}" for state, said in _STATES.items() if counts[state]
        )
    )
    if files:
        parts.append(f"{words(Text('已写入', 'written'))}: {files[0]} (+{len(files) - 1})")
    return "\n\n".join(parts)


def group_doc(
    what: str, period: "Period | None", outcomes: "Sequence[Outcome]", files: Sequence[Path] = ()
) -> dict:
    """The same as JSON carries it."""
    counts = Counter(each.state for each in outcomes)
    return {
        "what": what,
        "period": None if period is None else str(period),
        **{state: counts[state] for state in _STATES},
        "books": [
            {
                "department": each.source.department,
                "path": str(each.source.path),
                "state": each.state,
                "zh": each.said.zh,
                "en": each.said.en,
                "seconds": round(each.seconds, 3),
                "rows": each.rows,
                **issues_doc(each.issues),
            }
            for each in outcomes
        ],
        "files": list(map(str, files)),
    }
