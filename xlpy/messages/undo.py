"""What an undo took back, in words and for JSON."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from xlpy.core.tables import TABLES
from xlpy.core.text import Text
from xlpy.messages.results import BESIDE
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.files.history import Write


def undo_text(backup: Path, write: "Write", words: Words = BESIDE) -> str:
    """What was taken back and from when, and the backup that was put back."""
    put_back = f"{words(Text('已还原', 'put back'))}: {backup}"
    done = write.undid
    if done is None:
        return put_back
    zh, en = _what_in_brackets(done)
    if write.again:
        said = Text(
            f"已取消上一次撤销：{done.at} 的写入{zh}重新生效。",
            f"The undo before was taken back: the write of {done.at}{en} counts again.",
        )
    else:
        said = Text(f"已撤销 {done.at} 的写入{zh}。", f"Taken back: the write of {done.at}{en}.")
    return "\n".join([words(said, "\n"), put_back])


def undo_question(planned: "Write", words: Words = BESIDE) -> str:
    """What an undo would take back, and from when, as a question."""
    done = planned.undid or planned
    zh, en = _what_in_brackets(done)
    if planned.again:
        said = Text(
            f"取消上一次撤销，使 {done.at} 的写入{zh}重新生效？",
            f"Take the undo before back, so that the write of {done.at}{en} counts again?",
        )
    else:
        said = Text(f"撤销 {done.at} 的写入{zh}？", f"Take back the write of {done.at}{en}?")
    return words(said, "\n")


def undo_doc(backup: Path, write: "Write") -> dict:
    """The same as JSON carries it."""
    done = write.undid
    taken = done and {
        "at": done.at,
        "what": done.what,
        "rows": {key: list(rows) for key, rows in done.rows.items()},
    }
    return {"restored": str(backup), "undone": taken, "again": write.again}


def _what_in_brackets(write: "Write") -> Text:
    """What asked for a write and which rows it was about, in brackets."""
    zh, en = _rows_counted(write.rows)
    told = [list(filter(None, (write.what, each))) for each in (zh, en)]
    return Text(
        (f"（{'；'.join(told[0])}）" if told[0] else ""),
        (f" ({'; '.join(told[1])})" if told[1] else ""),
    )


def _rows_counted(rows: Mapping[str, tuple[int, int, int]]) -> Text:
    zh, en = [], []
    for key, counts in rows.items():
        words = zip(("加", "改", "去"), ("added", "changed", "removed"), counts, strict=True)
        some = [(each, other, count) for each, other, count in words if count]
        name = TABLES[key].zh if key in TABLES else key
        zh.append(f"{name} {' '.join(f'{each} {count} 行' for each, _, count in some)}".strip())
        en.append(f"{key} {', '.join(f'{count} {other}' for _, other, count in some)}".strip())
    return Text("，".join(zh), "; ".join(en))
