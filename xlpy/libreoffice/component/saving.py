"""Saving: our editor writes a workbook of ours, LibreOffice's own export never does.

When one is about to be saved, a job replaces LibreOffice's filter by ours; the filter hands
LibreOffice the file's bytes with our tables' new rows, and LibreOffice puts them on disk.
Afterwards its own filter is back, with which it reads the file.
"""

import json
import traceback
from contextlib import suppress

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.document import XExporter, XFilter
from com.sun.star.task import XJob

from xlpy.core.issues import FileError, XlpyError
from xlpy.core.text import Text
from xlpy.libreoffice.component.part import Part
from xlpy.libreoffice.names import FILTER_NAME, SAVE_FILTER, SAVE_JOB
from xlpy.libreoffice.unotypes import Uno

_own_filters: dict[str, str] = {}
"""Of a document that is being saved, by its address: the filter that LibreOffice would have
taken.
"""
_changed: dict[str, bool] = {}
"""Of a document that is being saved: whether somebody else wrote its file meanwhile."""
_written_at: dict[str, int] = {}
"""When we last saved a file, by its path."""
outcome: list[tuple[str, str]] = []
"""What the last save has to say: (kind, text)."""


class SaveJob(Part, XJob):
    """Hears of each save, before and after."""

    service = SAVE_JOB

    def execute(self, arguments: Uno) -> Uno:
        """Put our filter in before a save, LibreOffice's back after it; without arguments: what
        the last save said.
        """
        if not arguments:
            return json.dumps([text for _, text in outcome])
        given = {part.Name: {value.Name: value.Value for value in part.Value} for part in arguments}
        document, event = (given["Environment"].get(name) for name in ("Model", "EventName"))
        if document is not None and hasattr(document, "DatabaseRanges"):
            getattr(self, f"_{event}")(document)
        return None

    def _OnSave(self, document) -> None:
        from xlpy.libreoffice.document import is_ours

        if is_ours(document):
            _own_filters[document.URL] = _filter_of(document)
            # Looked at before LibreOffice renews its lock file.
            _changed[document.URL] = changed_by_others(document)
            _set_filter(document, FILTER_NAME)

    def _OnSaveDone(self, document) -> None:
        if self._restored(document):
            _written_at[document.URL] = _mtime(document)
            if any(kind == "warning" for kind, _ in outcome):
                # Something is here alone: whoever closes the workbook is asked.
                document.setModified(True)
            self._say(document)

    def _OnSaveFailed(self, document) -> None:
        if self._restored(document):
            self._say(document)

    def _OnSaveAsDone(self, document) -> None:
        from xlpy.libreoffice.document import is_ours

        if is_ours(document):
            outcome[:] = [("warning", _words(_BY_LIBREOFFICE))]
            self._say(document)

    def _restored(self, document) -> bool:
        own = _own_filters.pop(document.URL, None)
        if own is None:
            return False
        _set_filter(document, own)
        return True

    def _say(self, document) -> None:
        from xlpy.libreoffice.desk import LibreOfficeDesk

        desk = LibreOfficeDesk.of(document, self.context)
        for kind, text in outcome:
            desk.note(kind, text)


_BY_LIBREOFFICE = Text(
    "这一份是 LibreOffice 自己写的：功能区、表格样式等 Excel 的内容可能已丢失；"
    "请继续用原来的 .xlsm，副本请用“备份”按钮。",
    "This file was written by LibreOffice itself: the ribbon, table styles and other things "
    "of Excel's may be lost. "
    "Go on with the .xlsm that you had; for a copy use the button Backup.",
)


def _filter_of(document) -> str:
    return next((part.Value for part in document.Args if part.Name == "FilterName"), "")


def _set_filter(document, name: str) -> None:
    others = [part for part in document.Args if part.Name != "FilterName"]
    document.attachResource(document.URL, (*others, PropertyValue("FilterName", 0, name, 0)))


def _mtime(document) -> int:
    from xlpy.libreoffice.document import path_of

    with suppress(OSError):
        return path_of(document).stat().st_mtime_ns
    return 0


def changed_by_others(document: Uno) -> bool:
    """Whether somebody else wrote the file since it was opened or last saved here."""
    from xlpy.libreoffice.document import path_of

    path = path_of(document)
    since = _written_at.get(document.URL)
    with suppress(OSError):
        # LibreOffice's lock file is as old as the open document.
        since = since or path.with_name(f".~lock.{path.name}#").stat().st_mtime_ns
        return _mtime(document) > since
    return False


def _refuse(document) -> None:
    name = document.Title
    raise FileError(
        Text(
            f"“{name}”在打开之后被别的程序改写，未保存；请另存数据后重新打开。",
            f'"{name}" was written by another program after it was opened here; nothing was '
            "saved. Keep your entries "
            "elsewhere and open it again.",
        )
    )


class SaveFilter(Part, XFilter, XExporter):
    """Writes a workbook of ours: its file's bytes with the open document's rows."""

    service = SAVE_FILTER

    def setSourceDocument(self, document: Uno) -> Uno:  # noqa: D102
        self.document = document

    def filter(self, descriptor: Uno) -> bool:
        """Write to LibreOffice's stream; False, and the reason kept, when that cannot be."""
        given = {part.Name: part.Value for part in descriptor}
        try:
            self._write_file(given["OutputStream"])
        except XlpyError as failure:
            outcome[:] = [("error", _words(failure.said))]
            return False
        except Exception:
            outcome[:] = [("error", f"保存程序出错 A fault of ours:\n{traceback.format_exc()}")]
            return False
        return True

    def _write_file(self, stream) -> None:
        from xlpy.libreoffice.document import stored

        if _changed.pop(self.document.URL, False):
            _refuse(self.document)
        found = stored(self.document, self.context, replaces=True)
        stream.writeBytes(uno.ByteSequence(found.data))
        stream.flush()
        outcome[:] = _said(found)

    def cancel(self) -> Uno:  # noqa: D102
        pass


def _said(found) -> list[tuple[str, str]]:
    zh, en = (_tables_in_words(found, language) for language in ("zh", "en"))
    told = _words(
        Text(
            f"由 TradeDept 写入原文件（不是 LibreOffice 的导出）；有改动的：{zh}",
            "Saved by TradeDept into the file as it was, not by LibreOffice's export. Changed: "
            f"{en}",
        ),
    )
    notes = [("warning", _words(words)) for words in found.told]
    if not found.left_out:
        return [("info", told), *notes]
    places = "; ".join(found.left_out)
    missing = _words(
        Text(
            "没有存入（只写入我们表格里的行和黄底的格子；请在 Excel 里改这些），工作簿仍算未保"
            f"存：{places}",
            "Not saved (only rows of our tables and the yellow cells are; change these in "
            "Excel); the workbook counts as "
            f"unsaved: {places}",
        ),
    )
    return [("info", told), ("warning", missing), *notes]


def _tables_in_words(found, language: str) -> str:
    """The tables and other cells that were stored, as people know them."""
    from xlpy.core.tables import TABLES

    return (
        ", ".join([*(getattr(TABLES[key], language) for key in found.tables), *found.cells]) or "—"
    )


def _words(said: Text) -> str:
    """The sentence in the language that the user chose."""
    from xlpy.desk import settings
    from xlpy.messages.words import Words

    return Words(settings.language())(said, " / ")
