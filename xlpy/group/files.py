"""A group's rows as files: a CSV, and when asked a Parquet file, for each table and view."""

import csv
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

from xlpy.analysis.group import texts_of, to_parquet
from xlpy.book.csvtext import escaped
from xlpy.core.extras import missing
from xlpy.core.group.views import MONEY, View
from xlpy.core.money import show
from xlpy.core.text import Text
from xlpy.documents.files import whole
from xlpy.group.together import Together


def save_set(folder: Path, group: Together, parquet: bool = False) -> list[Path]:
    """Save every table's rows and every view into a folder; the files.

    CSV: UTF-8 with a byte order mark, money in yuan, texts that would be formulas escaped.
    Parquet: money in whole fen (int64), amounts in other currencies as texts. Raises FileError
    without pyarrow, and when a file cannot be written.
    """
    needs(parquet)
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, frame in group.frames.items():
        made.append(_csv(folder / f"{name}.csv", list(frame.columns), texts_of(frame)))
        if parquet:
            path = folder / f"{name}.parquet"
            with whole(path) as fresh:
                to_parquet(frame, fresh)
            made.append(path)
    for view in group.views:
        made.append(_view(folder / f"by_{view.key}.csv", view))
    return made


def _view(path: Path, view: View) -> Path:
    heads = [head.key for head in view.heads]
    rows = (
        [_cell(value, head.kind == MONEY) for head, value in zip(view.heads, values, strict=True)]
        for values in view.rows
    )
    return _csv(path, heads, rows)


def _csv(path: Path, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    with whole(path) as fresh, open(fresh, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heads)
        writer.writerows(rows)
    return path


def _cell(value: object, fen: bool) -> str:
    if fen and isinstance(value, int):
        return show(value)
    return escaped(value.said() if isinstance(value, Text) else str(value))


def needs(parquet: bool) -> None:
    """Raise FileError when a package that a group's report needs is not installed."""
    wanted = {"pandas": True, "pyarrow": parquet}
    absent = [name for name, asked in wanted.items() if asked and not find_spec(name)]
    if absent:
        raise missing(", ".join(absent), "group", Text("部门汇总", "a group's report"))
