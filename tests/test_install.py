"""The installation that Excel uses: places, trust, what is missing and the one next step. Excel
itself is not here.
"""

import json
import ntpath
import subprocess
import sys
from pathlib import Path

import pytest
from winregistry import Registry

from xlpy.book.journal import Journal
from xlpy.build.macrosheets import SETTINGS
from xlpy.core.issues import FileError, UsageError
from xlpy.core.text import Text
from xlpy.desk import settings as notes
from xlpy.install import _check_versions, _make_environment, install, source, trust, uninstall
from xlpy.install.check import Check
from xlpy.install.doctor import Diagnosis, _spelled, doctor
from xlpy.install.places import LINUX, MACOS, Places, places, xlwings_version
from xlpy.install.source import requirement

EXCEL_2016 = r"Software\Microsoft\Office\16.0\Excel"
FOLDERS = EXCEL_2016 + r"\Security\Trusted Locations"
POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
COMMON = r"Software\Policies\Microsoft\Office\16.0\Common"


def windows() -> Places:
    return places(
        "win32", {"USERPROFILE": r"C:\Users\li", "LOCALAPPDATA": r"C:\Users\li\AppData\Local"}
    )


def test_windows_python_lies_where_the_workbooks_settings_look_for_it():
    expanded = SETTINGS["INTERPRETER_WIN"].replace("%LOCALAPPDATA%", r"C:\Users\li\AppData\Local")
    assert ntpath.normpath(expanded) == ntpath.normpath(str(windows().python))


def test_windows_looks_for_our_modules_where_they_are_installed_before_anywhere_else():
    expanded = SETTINGS["PYTHONPATH"].replace("%LOCALAPPDATA%", r"C:\Users\li\AppData\Local")
    assert ntpath.normpath(expanded) == ntpath.normpath(
        str(windows().environment / "Lib" / "site-packages")
    )
    assert "\\" not in SETTINGS["PYTHONPATH"]


def test_macos_python_lies_where_the_workbooks_settings_look_for_it():
    where = places(MACOS, {"HOME": "/Users/li"})
    assert SETTINGS["INTERPRETER_MAC"].replace("$HOME", "/Users/li") == str(where.python)


def test_the_dll_bears_the_version_of_the_workbooks_vba():
    assert [path.name for path in windows().libraries] == [
        f"xlwings64-{xlwings_version()}.dll",
        f"xlwings32-{xlwings_version()}.dll",
    ]


class Noted:
    """A package with what pip noted of where it is from."""

    version = "9.9"

    def __init__(self, note):
        self.read_text = lambda name: note and json.dumps(note)


@pytest.mark.parametrize(
    ("note", "asked"),
    [
        (None, "tradedept[excel]==9.9"),
        (
            {"url": "https://x.org/t.whl", "archive_info": {}},
            "tradedept[excel] @ https://x.org/t.whl",
        ),
        (
            {"url": "https://x.org/t.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
            "tradedept[excel] @ git+https://x.org/t.git@abc",
        ),
    ],
)
def test_a_package_from_elsewhere_is_installed_from_there_again(note, asked, tmp_path):
    assert requirement(source(tmp_path, Noted(note))) == asked


def test_a_package_installed_from_a_folder_is_installed_from_there_and_not_from_an_index(tmp_path):
    folder = tmp_path / "我的 project"
    folder.mkdir()
    found = source(tmp_path, Noted({"dir_info": {}, "url": folder.as_uri()}))
    assert (found, requirement(found)) == (str(folder), f"{folder}[excel]")


def test_a_folder_that_is_there_no_more_is_told_and_no_index_is_asked(tmp_path):
    gone = tmp_path / "我的 project"
    with pytest.raises(FileError, match="python -m xlpy install") as refused:
        source(tmp_path, Noted({"url": gone.as_uri(), "dir_info": {}}))
    assert str(gone) in refused.value.en


def test_the_extra_that_is_installed_pins_the_same_xlwings():
    text = (Path(source()) / "pyproject.toml").read_text("utf-8")
    assert f'"xlwings=={xlwings_version()}' in text


def test_a_folder_is_trusted_for_every_excel_that_is_there():
    registry = Registry(EXCEL_2016)
    folder = windows().workbooks
    assert (trust.trusted(folder, registry), trust.trust(folder, registry)) == (False, ["16.0"])
    assert trust.trusted(folder, registry)
    entry = registry.keys[FOLDERS + r"\Location20"]
    assert entry == {"Path": f"{folder}\\", "AllowSubfolders": 1, "Description": "TradeDept"}


def test_the_users_own_trusted_folders_stay_and_ours_is_one_however_often_it_is_installed():
    mine = FOLDERS + r"\Location20"
    registry = Registry(EXCEL_2016, FOLDERS, mine)
    registry.keys[mine] = {"Path": "D:\\Mine\\", "Description": ""}
    for folder in (Path("C:/old"), windows().workbooks):
        trust.trust(folder, registry)
    assert trust.trusted(windows().workbooks, registry) and not trust.trusted(
        Path("C:/old"), registry
    )
    assert [name for name in registry.keys if name.startswith(FOLDERS + "\\")] == [
        mine,
        FOLDERS + r"\Location21",
    ]
    trust.distrust(registry)
    assert (
        registry.keys[mine]["Path"] == "D:\\Mine\\"
        and FOLDERS + r"\Location21" not in registry.keys
    )


def test_trust_is_taken_back_and_taking_it_back_twice_does_no_harm():
    registry = Registry(EXCEL_2016)
    trust.trust(windows().workbooks, registry)
    trust.distrust(registry)
    trust.distrust(registry)
    assert [name for name in registry.keys if name.startswith(FOLDERS + "\\")] == []


def test_without_excel_nothing_is_trusted():
    assert (
        trust.trust(windows().workbooks, Registry()),
        trust.trusted(windows().workbooks, Registry()),
    ) == ([], False)


@pytest.mark.parametrize(
    ("values", "forbidden"),
    [
        ({}, False),
        # Trusted folders are not touched by the warnings.
        ({(POLICY, "VBAWarnings"): 4}, False),
        (
            {
                (POLICY, "VBAWarnings"): 4,
                (POLICY + r"\Trusted Locations", "AllLocationsDisabled"): 1,
            },
            True,
        ),
        (
            {
                (POLICY, "VBAWarnings"): 3,
                (COMMON + r"\Security\Trusted Locations", "Allow User Locations"): 0,
            },
            True,
        ),
        # The yellow bar lets them run.
        (
            {
                (POLICY, "VBAWarnings"): 2,
                (POLICY + r"\Trusted Locations", "AllLocationsDisabled"): 1,
            },
            False,
        ),
        ({(COMMON, "vbaoff"): 1}, True),
    ],
)
def test_a_policy_that_keeps_macros_from_running_in_a_trusted_folder_is_seen(values, forbidden):
    registry = Registry(EXCEL_2016)
    for (path, name), value in values.items():
        registry.keys.setdefault(path, {})[name] = value
    assert trust.macros_forbidden(registry) is forbidden


def test_linux_needs_no_installation_and_is_told_what_to_do():
    with pytest.raises(UsageError) as refused:
        install(places(LINUX, {"HOME": "/home/li"}), lambda said: None)
    assert "tradedept open" in refused.value.en


@pytest.fixture
def here(tmp_path) -> Places:
    """A user's places on this system, in a folder of the test."""
    own, records = tmp_path / "own", (tmp_path / "s.json", tmp_path / "undo")
    return Places(
        "test", tmp_path, own / "venv", tmp_path / "TradeDept", own / "libreoffice", records
    )


def test_an_environment_is_made_once(here):
    said = []
    for _ in range(2):
        _make_environment(here, lambda text: said.append(text.en))
    assert here.console_python.exists()
    assert [text.split(" in ")[0] for text in said] == [
        "making a virtual environment",
        "the virtual environment is there",
    ]
    version = subprocess.run(
        [here.console_python, "-V"], capture_output=True, text=True, check=True
    ).stdout
    assert version.split()[1] == ".".join(map(str, sys.version_info[:3]))
    with pytest.raises(FileError) as refused:
        _check_versions(here)
    assert "No module named" in refused.value.en


def test_uninstalling_takes_the_environment_and_leaves_the_workbooks(here):
    settings, writes = here.records
    for folder in (here.environment, here.profile, writes, here.workbooks):
        (folder / "inside").mkdir(parents=True)
    theirs = writes.with_name("theirs.txt")
    for file in (settings, theirs, here.workbook):
        file.write_bytes(b"mine")
    for _ in range(2):
        uninstall(here, lambda said: None)
        assert [
            own.exists() for own in (here.environment, here.environment.parent, *here.records)
        ] == [False] * 4
        assert (theirs.read_bytes(), here.workbook.read_bytes()) == (b"mine", b"mine")


def test_what_we_note_of_a_user_is_what_uninstalling_takes_away(monkeypatch, tmp_path):
    monkeypatch.setenv("TRADEDEPT_HOME", str(tmp_path))
    notes.write(language="en")
    journal = Journal(notes.folder(), "book")
    journal.keep([{"title": "x"}])
    assert sorted(tmp_path.iterdir()) == sorted(path for path in places().records if path.exists())
    assert journal.path.parent in places().records


def test_uninstalling_waits_until_libreoffice_is_closed(here):
    here.profile.mkdir(parents=True)
    (here.profile / ".lock").touch()
    with pytest.raises(FileError, match="Close the LibreOffice"):
        uninstall(here, lambda said: None)
    assert here.profile.exists()


@pytest.mark.parametrize(
    ("user", "encoding", "good"),
    [("li", "cp1252", True), ("李明", "cp936", True), ("李明", "cp1252", False)],
)
def test_a_user_name_that_excel_cannot_spell_is_told_with_the_setting_to_change(
    user, encoding, good
):
    where = places(
        "win32",
        {"USERPROFILE": rf"C:\Users\{user}", "LOCALAPPDATA": rf"C:\Users\{user}\AppData\Local"},
    )
    found = _spelled(where, encoding)
    assert (found.good, user in found.found, "non-Unicode" in found.next.en) == (good, True, True)


def check(key: str, good: bool) -> Check:
    said, step = Text(f"{key} 中", f"{key} en"), Text(f"先{key}", f"first {key}")
    return Check(key, said, good, "1.0", step)


def test_the_doctor_names_one_next_step_the_first_that_is_missing():
    found = Diagnosis((check("a", True), check("b", False), check("c", False)))
    assert (found.ready, found.next.key, found.document()["next"]) == (
        False,
        "b",
        {"key": "b", "zh": "先b", "en": "first b"},
    )
    assert found.text().endswith("下一步：先b\nNext: first b")


def test_the_doctor_is_content_when_all_is_in_place():
    found = Diagnosis((check("a", True),))
    assert (found.ready, found.document()["next"]) == (True, None)
    assert found.text().endswith("一切就绪。Everything is in place.")


def test_the_doctor_looks_at_python_and_its_packages_first_and_then_at_the_host():
    hosts = {"linux": ["libreoffice"]}
    keys = [c.key for c in doctor().checks]
    assert (keys[:2], keys[-2:]) == (["python", "packages"], ["font", "chinese"])
    assert keys[2:-2] == hosts.get(sys.platform, keys[2:-2]) != []
