"""Papers and sheets printed where fonts are missing: a fontconfig of its own hides all but some."""

import subprocess
from pathlib import Path

from office import absent, needed

INSTALLED = "installed"
"""The fonts that the machine has."""
STAND_INS = ("DejaVu Sans", "Noto Sans CJK SC")
"""What stands in for Arial and Liberation Sans on a bare Debian: a font that is wider, and one for
Chinese alone.
"""
_ALL_BUT = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<selectfont><rejectfont><pattern><patelt name="variable"><bool>false</bool></patelt></pattern></rejectfont>
<acceptfont>{kept}</acceptfont></selectfont>
</fontconfig>
"""  # noqa: E501
_PATTERN = '<pattern><patelt name="family"><string>{}</string></patelt></pattern>'


def only(family: str, folder: Path, monkeypatch, chinese: bool = True) -> None:
    """From now on programs find this font and (unless not) one for Chinese; the installed ones for
    INSTALLED.
    """
    if family == INSTALLED:
        return
    needed("fc-match", f"what is printed in {family}")
    config = folder / f"{family}.conf"
    kept = "".join(
        map(_PATTERN.format, dict.fromkeys((family, STAND_INS[-1]) if chinese else (family,)))
    )
    config.write_text(_ALL_BUT.format(kept=kept), encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(config))
    asked = ["fc-match", "-f", "%{family}", "Arial"]
    found = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    if found != family:
        absent(
            f"{family} is not installed; what is printed where it stands in for Arial was "
            "NOT tested"
        )
