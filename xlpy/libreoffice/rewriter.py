"""The process that writes a workbook's file by our editor, from LibreOffice's side.

It is started ahead of its question, so that it is ready when that is known, and asked once.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlpy.book.tables import Change
from xlpy.core.issues import FileError
from xlpy.core.parts import Part
from xlpy.core.text import Text
from xlpy.files.loosecells import LooseCell
from xlpy.libreoffice.differences import cell_to_json, to_json
from xlpy.libreoffice.installed import python
from xlpy.programs.libreoffice import clean_environment

_SECONDS = 600


@dataclass(frozen=True)
class Wanted:
    """What is to be written into a file: rows, other cells, parts in and out of view."""

    changes: Sequence[Change]
    cells: Sequence[LooseCell]
    parts: Mapping[Part, bool]

    def __bool__(self) -> bool:
        return bool(self.changes or self.cells or self.parts)


@dataclass(frozen=True)
class Written:
    """The file's bytes, which of the other cells, by index, it did not take, and what the write
    told.
    """

    data: bytes
    refused: set[int]
    told: list[Text]


class Rewriter:
    """The editor in the Python that has the package installed. `end` it, whatever happens."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="tradedept-")
        self._process: subprocess.Popen | None = None
        self._failure: FileError | None = None
        try:
            self._process = subprocess.Popen(
                [python(), "-P", "-m", "xlpy.libreoffice.rewrite"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=clean_environment(),
            )
        except OSError as failure:
            self._failure = _did_not_run(failure)
        except FileError as failure:
            # Told when there is something to write.
            self._failure = failure

    def ask(self, path: Path, data: bytes, wanted: Wanted, replaces: bool) -> None:
        """Let it write what is wanted into the workbook `path`, which holds `data`; `replaces`: the
        result is about to take its place. Raises FileError when it does not run.
        """
        if self._failure:
            raise self._failure
        source = Path(self._folder.name) / path.name
        source.write_bytes(data)
        asked = {
            "source": os.fspath(source),
            "out": os.fspath(self._out),
            "changes": list(map(to_json, wanted.changes)),
            "cells": list(map(cell_to_json, wanted.cells)),
            "parts": {part.key: on for part, on in wanted.parts.items()},
            "replaces": os.fspath(path) if replaces else None,
        }
        try:
            with self._process.stdin as pipe:
                pipe.write(json.dumps(asked).encode())
        except OSError as failure:
            raise _did_not_run(failure) from None
        self._process.stdin = None

    @property
    def _out(self) -> Path:
        return Path(self._folder.name) / "written"

    def written(self) -> Written:
        """What it wrote, once it is done. Raises FileError when it could not."""
        try:
            told, _ = self._process.communicate(timeout=_SECONDS)
            answer = json.loads(told)
        except (OSError, ValueError, subprocess.TimeoutExpired) as failure:
            raise _did_not_run(failure) from None
        if "en" in answer:
            raise FileError(Text(answer["zh"], answer["en"]))
        told = [Text(*each) for each in answer["told"]]
        return Written(self._out.read_bytes(), set(answer["refused"]), told)

    def end(self) -> None:
        """End the process, whatever it does."""
        process, self._process = self._process, None
        if process:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    pipe.close()
            process.wait()
        self._folder.cleanup()


def _did_not_run(failure: Exception) -> FileError:
    return FileError(
        Text(
            f"写入程序没有运行成，未保存：{failure}",
            f"The program that writes the file did not run; nothing was saved: {failure}",
        )
    )
