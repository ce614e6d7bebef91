"""Where people keep workbooks: clouds, networks, marks of the web, Defender's rules, editions of
Excel, WPS.
"""

import json

import pytest
from winregistry import Registry

from xlpy.install import trust
from xlpy.install.defender import blocking, preferences
from xlpy.install.placement import (
    cloud,
    cloud_by_name,
    linux_mounts,
    mac_mounts,
    mounted,
    on_the_web,
    share,
    synced_folders,
    zone,
    zone_text,
)
from xlpy.install.places import places
from xlpy.install.surroundings import edition, windows

ONEDRIVE = {"OneDrive": r"C:\Users\王芳", "OneDriveCommercial": r"C:\Users\li\OneDrive - Contoso"}
CHILD, CALLS = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A", "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b"
OTHER = "26190899-1602-49e8-8b27-eb1d0a1ce869"
EXCEL = r"Software\Microsoft\Office\16.0\Excel"
FOLDERS = EXCEL + r"\Security\Trusted Locations"
LIBRARY = r"C:\Users\li\Contoso\外贸部 - Documents"


@pytest.mark.parametrize(
    ("path", "held"),
    [
        (r"c:\users\LI\onedrive - contoso\外贸\TradeDept.xlsm", ONEDRIVE["OneDriveCommercial"]),
        (r"C:\Users\li\OneDrive - Contoso 2\TradeDept.xlsm", ""),
        (r"C:\Users\li\TradeDept\TradeDept.xlsm", ""),
        ("C:/Users/王芳/a.xlsm", ONEDRIVE["OneDrive"]),
        ("https://contoso.sharepoint.com/a.xlsm", "https://contoso.sharepoint.com/a.xlsm"),
        # A library of SharePoint: no variable names it, OneDrive's own notes do.
        (LIBRARY + r"\2012\TradeDept.xlsm", LIBRARY),
    ],
)
def test_a_path_is_in_a_cloud_only_below_its_folder_or_on_the_web(path, held):
    providers = r"Software\SyncEngines\Providers\OneDrive"
    registry = Registry(providers, f"{providers}\\a1", f"{providers}\\b2")
    registry.keys[f"{providers}\\b2"]["MountPoint"] = LIBRARY
    assert cloud(path, ONEDRIVE, synced_folders(registry)) == held
    assert on_the_web(path) == path.startswith("https")


@pytest.mark.parametrize(
    ("path", "held"),
    [
        (
            "/Users/li/Library/CloudStorage/OneDrive-Contoso/a.xlsm",
            "/Users/li/Library/CloudStorage",
        ),
        (
            "/Users/li/Library/Mobile Documents/com~apple~CloudDocs/a.xlsm",
            "/Users/li/Library/Mobile Documents",
        ),
        ("/home/li/OneDrive - Contoso/x/a.xlsm", "/home/li/OneDrive - Contoso"),
        ("/home/li/坚果云/a.xlsm", "/home/li/坚果云"),
        ("/home/li/OneDriver/a.xlsm", ""),
        ("/home/li/TradeDept/OneDrive.xlsm", ""),
    ],
)
def test_where_no_system_tells_a_cloud_is_known_by_its_folders_name(path, held):
    assert cloud_by_name(path) == held


@pytest.mark.parametrize(
    ("path", "held"),
    [
        (r"\\server\外贸\a.xlsm", r"\\server\外贸"),
        (r"\\?\UNC\server\trade\a.xlsm", r"\\?\UNC\server\trade"),
        (r"Z:\2012\a.xlsm", "Z:"),
        (r"C:\Users\li\a.xlsm", ""),
        (r"\\?\C:\Users\li\a.xlsm", ""),
    ],
)
def test_a_share_is_known_by_its_name_and_behind_a_drives_letter(path, held):
    assert share(path, lambda root: 4 if root == "Z:\\" else 3) == held


MOUNTINFO = r"""22 28 0:20 / /proc rw,nosuid - proc proc rw
28 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
90 28 0:45 / /mnt/\345\244\226\350\264\270\040share rw - cifs //server/trade rw,vers=3.0
91 28 0:46 / /home/li rw shared:2 - nfs4 nas:/home rw
92 91 8:2 / /home/li/local rw - xfs /dev/sdb1 rw
"""
MOUNT = """/dev/disk3s1 on / (apfs, local, read-only, journaled)
//li@server/trade on /Volumes/trade (smbfs, nodev, nosuid, mounted by li)
"""


def test_a_folder_of_another_computer_is_known_by_what_the_system_mounted_there():
    mounts = linux_mounts(MOUNTINFO.replace(r"\345\244\226\350\264\270", "外贸"))
    assert mounted("/mnt/外贸 share/a.xlsm", mounts) == "//server/trade (cifs)"
    assert mounted("/home/li/TradeDept/a.xlsm", mounts) == "nas:/home (nfs4)"
    assert [
        mounted(path, mounts) for path in ("/home/li/local/a.xlsm", "/home/lina/a.xlsm", "/a.xlsm")
    ] == [""] * 3
    mac = mac_mounts(MOUNT)
    assert mounted("/Volumes/trade/a.xlsm", mac) == "//li@server/trade (smbfs)"
    assert mounted("/Users/li/a.xlsm", mac) == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=https://mail.example/?ZoneId=0\r\n", 3),
        ("[ZoneTransfer]\nzoneid = 4\n", 4),
        ("[ZoneTransfer]\nZoneId=\n", None),
        ("", None),
    ],
)
def test_a_mark_of_the_web_names_its_zone(text, number):
    assert zone(text) == number


# --- Defender -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("group", "device", "own", "count"),
    [
        ({CHILD: "1"}, {}, {}, 1),
        ({f"{{{CHILD}}}": 6}, {}, {}, 1),
        ({CHILD: "2", CALLS: 0}, {}, {}, 0),
        ({}, {"ASRRules": f"{CHILD}=1|{CALLS}=1"}, {}, 2),
        ({}, {}, {}, 0),
        # Set on this computer; a policy goes before it.
        ({}, {}, {CHILD.lower(): "1", OTHER: "1"}, 1),
        ({CHILD: "0"}, {}, {CHILD: "1"}, 0),
    ],
)
def test_rules_count_when_they_block_or_warn_not_when_they_only_watch(group, device, own, count):
    assert len(blocking(group, device, own)) == count


IDS, ACTIONS = "AttackSurfaceReductionRules_Ids", "AttackSurfaceReductionRules_Actions"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({IDS: [CHILD, OTHER], ACTIONS: [1, 2]}, {CHILD: "1", OTHER: "2"}),
        ({IDS: CHILD, ACTIONS: 6}, {CHILD: "6"}),
        ({IDS: None, ACTIONS: None}, {}),
        ({IDS: {"value": [CHILD], "Count": 1}, ACTIONS: {"value": [1], "Count": 1}}, {CHILD: "1"}),
        ({IDS: [CHILD, CALLS], ACTIONS: ["Enabled", "AuditMode"]}, {CHILD: "1", CALLS: "2"}),
        # What cannot be paired is not guessed.
        ({IDS: [CHILD, OTHER], ACTIONS: [1]}, None),
        ({"DisableRealtimeMonitoring": False}, None),
        ([], None),
    ],
)
def test_what_get_mppreference_prints_is_read_in_each_of_its_forms(said, found):
    assert preferences("\ufeff" + json.dumps(said) + "\r\n") == found


@pytest.mark.parametrize(
    "said", ["", "Get-MpPreference : Operation failed with error 0x800106ba", "{", "null"]
)
def test_a_get_mppreference_that_fails_tells_nothing(said):
    assert preferences(said) is None


# --- Excel and WPS --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("products", "name"),
    [
        ("O365ProPlusRetail", "365"),
        ("O365HomePremRetail,VisioPro2021Retail", "365"),
        ("ProPlus2021Volume", "2021"),
        ("HomeBusiness2019Retail,ProjectPro2021Retail", "2019"),
        ("ProPlus2024Volume", "2024"),
        ("ProPlusRetail", "2016"),
        ("HomeStudentRetail", "2016"),
        ("Excel2019Volume,Excel2021Volume", "2021"),
        ("VisioProRetail, Word2019Retail", ""),
        ("", ""),
    ],
)
def test_the_edition_of_excel_is_that_of_the_products_that_hold_excel(products, name):
    assert edition(products) == name


TRUSTED = [
    (r"C:\Users\li\TradeDept\a.xlsm", {}, True),
    (r"c:\users\LI\tradedept\2012\a.xlsm", {}, True),
    (r"C:\Users\li\TradeDept\2012\a.xlsm", {"AllowSubfolders": 0}, False),
    (r"C:\Users\li\TradeDept 2\a.xlsm", {}, False),
    (r"C:\Users\li\TradeDept\a.xlsm", {"AllLocationsDisabled": 1}, False),
    (r"\\server\trade\a.xlsm", {"Path": "\\\\server\\trade\\"}, False),
    (r"\\server\trade\a.xlsm", {"Path": "\\\\server\\trade\\", "AllowNetworkLocations": 1}, True),
]


@pytest.mark.parametrize(("path", "settings", "trusts"), TRUSTED)
def test_excel_trusts_what_lies_in_a_folder_of_its_list(path, settings, trusts):
    registry = Registry(EXCEL, FOLDERS, FOLDERS + r"\Location3")
    entry = {"Path": "C:\\Users\\li\\TradeDept\\", "AllowSubfolders": 1}
    registry.keys[FOLDERS + r"\Location3"] = entry | settings
    registry.keys[FOLDERS] = dict(settings)
    assert trust.trusts(path, registry) is trusts
    assert trust.trusts(path, Registry()) is False


def rows(
    folder, products="ProPlus2019Retail", opens="KET.Sheet.12", rule=1, platform="x86", **more
):
    """The doctor's rows of a Windows, key → row."""
    where = places("win32", {"USERPROFILE": str(folder), "LOCALAPPDATA": str(folder)})
    where.workbooks.mkdir()
    where.workbook.write_bytes(b"")
    if more.get("marked", True):
        (where.workbooks / "TradeDept.xlsm:Zone.Identifier").write_text(
            "[ZoneTransfer]\nZoneId=3\n"
        )
    choice = r"Software\Microsoft\Windows\CurrentVersion\Explorer\FileExts\.xlsm\UserChoice"
    registry = Registry(EXCEL, choice)
    registry.keys[choice]["ProgId"] = opens
    values = {
        "Configuration": {
            "Platform": platform,
            "ProductReleaseIds": products,
            "VersionToReport": "16.0.1",
        }
    }

    def recorded(path):
        return next((found for end, found in values.items() if path.endswith(end)), {})

    environment = {"OneDrive": str(folder)} if more.get("cloud", True) else {}
    said = json.dumps({IDS: [CHILD], ACTIONS: [rule]}) if rule is not None else ""
    found = windows(where, environment, recorded, registry, lambda: said)
    return {row.key: row for row in found}


def test_the_rows_are_advice_with_a_step_in_both_languages(tmp_path):
    found = rows(tmp_path)
    assert list(found) == ["cloud", "mark", "protected", "defender", "bits", "edition", "wps"]
    assert not any(row.good or row.needed for row in found.values())
    assert all(row.next.zh and row.next.en for row in found.values())
    assert (found["edition"].found, found["wps"].found) == ("Excel 2019 16.0.1", "KET.Sheet.12")
    assert "Ctrl+Shift+Enter" in found["edition"].next.en
    assert zone_text(tmp_path / "other.xlsm") == ""


def test_the_rows_are_content_where_nothing_hinders(tmp_path):
    opens = "Excel.SheetMacroEnabled.12"
    found = rows(tmp_path, "O365ProPlusRetail", opens, 2, "x64", marked=False, cloud=False)
    assert [row.key for row in found.values() if not row.good] == []
    assert "bits" not in found


def test_rules_that_could_not_be_asked_are_told(tmp_path):
    row = rows(tmp_path, rule=None)["defender"]
    assert row.good and "did not answer" in row.found
