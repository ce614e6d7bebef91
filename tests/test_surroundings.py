"""Where people keep workbooks on Windows: clouds, marks of the web, Defender's rules, a 32-bit Excel."""

import pytest

from xlpy.install.places import places
from xlpy.install.surroundings import blocking, checks, cloud, on_the_web, zone, zone_text

ONEDRIVE = {"OneDrive": r"C:\Users\王芳", "OneDriveCommercial": r"C:\Users\li\OneDrive - Contoso"}
CHILD, CALLS = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A", "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b"


@pytest.mark.parametrize(
    ("path", "held"),
    [
        (r"c:\users\LI\onedrive - contoso\外贸\TradeDept.xlsm", ONEDRIVE["OneDriveCommercial"]),
        (r"C:\Users\li\OneDrive - Contoso 2\TradeDept.xlsm", ""),
        (r"C:\Users\li\TradeDept\TradeDept.xlsm", ""),
        ("C:/Users/王芳/a.xlsm", ONEDRIVE["OneDrive"]),
        ("https://contoso.sharepoint.com/a.xlsm", "https://contoso.sharepoint.com/a.xlsm"),
    ],
)
def test_a_path_is_in_a_cloud_only_below_its_folder_or_on_the_web(path, held):
    assert cloud(path, ONEDRIVE) == held
    assert on_the_web(path) == path.startswith("https")


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


@pytest.mark.parametrize(
    ("group", "device", "count"),
    [
        ({CHILD: "1"}, {}, 1),
        ({f"{{{CHILD}}}": 6}, {}, 1),
        ({CHILD: "2", CALLS: 0}, {}, 0),
        ({}, {"ASRRules": f"{CHILD}=1|{CALLS}=1"}, 2),
        ({}, {}, 0),
    ],
)
def test_rules_count_when_they_block_or_warn_not_when_they_only_watch(group, device, count):
    assert len(blocking(group, device)) == count


def test_the_rows_are_advice_with_a_step_in_both_languages(tmp_path):
    where = places("win32", {"USERPROFILE": str(tmp_path), "LOCALAPPDATA": str(tmp_path)})
    where.workbooks.mkdir()
    where.workbook.write_bytes(b"")
    (where.workbooks / "TradeDept.xlsm:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n")
    values = {"ASR\\Rules": {CHILD: 1}, "Configuration": {"Platform": "x86"}}

    def recorded(path):
        return next((found for end, found in values.items() if path.endswith(end)), {})

    rows = list(checks(where, {"OneDrive": str(tmp_path)}, recorded))
    assert [row.key for row in rows] == ["cloud", "mark", "defender", "bits"]
    assert not any(row.good or row.needed for row in rows)
    assert all(row.next_zh and row.next_en for row in rows)
    assert zone_text(where.workbooks / "other.xlsm") == ""
