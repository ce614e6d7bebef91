"""The name that a folder has for a workbook, however it was typed."""

import os
from pathlib import Path

from xlpy.files.backups import on_disk


def test_where_letters_are_told_apart_a_full_folder_is_not_gone_through(tmp_path, monkeypatch):
    book = tmp_path / "Book.xlsm"
    book.touch()
    (tmp_path / "book.XLSM").touch()
    monkeypatch.setattr(os, "listdir", lambda _: 1 / 0)
    assert on_disk(book) == book
    assert on_disk(tmp_path / "new.xlsm") == tmp_path / "new.xlsm"


def test_where_letters_are_one_it_is_the_folders_own_spelling(tmp_path, monkeypatch):
    book = tmp_path / "Büro.xlsm"
    book.touch()
    # A system to which big and small letters, and an ü in one sign or in two, are the same.
    spellings = {"Büro.xlsm", "BÜRO.XLSM", "bÜRO.XLSM", "büro.xlsm", "Bu\u0308ro.xlsm"}
    monkeypatch.setattr(
        os.path, "samefile", lambda *paths: {Path(path).name for path in paths} <= spellings
    )
    typed = ["BÜRO.XLSM", "büro.xlsm", "Bu\u0308ro.xlsm", "Büro.xlsm"]
    assert [on_disk(tmp_path / name) for name in typed] == [book] * 4


def test_another_name_of_the_same_file_changes_nothing(tmp_path):
    book, other = tmp_path / "Book.xlsm", tmp_path / "bOOK.XLSM"
    book.touch()
    if not other.exists():
        os.link(book, other)
        assert [on_disk(book), on_disk(other)] == [book, other]
