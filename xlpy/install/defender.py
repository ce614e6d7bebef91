"""Which rules of Microsoft Defender stop macros from reaching Python, by policy or as set on this
computer.
"""

import json
import subprocess
from collections.abc import Mapping

RULES = {
    "d4f940ab-401b-4efc-aadc-ad5f3c50688a": "Office: child processes",
    "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b": "Office macros: Win32 API calls",
    "3b576869-a4ec-4529-8536-b80a7769e899": "Office: executable content",
}
"""Defender's rules that stop macros from reaching Python."""
_POLICIES = r"SOFTWARE\Policies\Microsoft\Windows Defender"
GROUP_POLICY = _POLICIES + r"\Windows Defender Exploit Guard\ASR\Rules"
DEVICE_POLICY = _POLICIES + r"\Policy Manager"
_BLOCK, _WARN = "1", "6"
_IDS, _ACTIONS = "AttackSurfaceReductionRules_Ids", "AttackSurfaceReductionRules_Actions"
_ASK = (
    "[Console]::OutputEncoding = [Text.Encoding]::UTF8; "
    f"Get-MpPreference -ErrorAction Stop | Select-Object {_IDS}, {_ACTIONS} | ConvertTo-Json "
    "-Compress"
)
_SECONDS = 30


def blocking(
    group: Mapping[str, object], device: Mapping[str, object], own: Mapping[str, object] = {}
) -> list[str]:
    """The rules that block or warn: the group's policy comes first, then the device manager's,
    then the computer's.
    """
    states = {_id(rule): str(state).strip() for rule, state in group.items()}
    for pair in str(device.get("ASRRules", "")).split("|"):
        rule, _, state = pair.partition("=")
        states.setdefault(_id(rule), state.strip())
    for rule, told in own.items():
        states.setdefault(_id(rule), str(told).strip())
    return [name for rule, name in RULES.items() if states.get(rule) in (_BLOCK, _WARN)]


def _id(rule: str) -> str:
    return rule.strip(" {}").casefold()


def asked() -> str:
    """What `Get-MpPreference` prints of the rules, as JSON; empty when it cannot be asked."""
    try:
        done = subprocess.run(
            ["powershell.exe", "-NoProfile", "-NonInteractive", "-Command", _ASK],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def preferences(text: str) -> dict[str, str] | None:
    """Rule → state, of what `Get-MpPreference` printed; None when that says nothing.

    PowerShell writes a list of one as the one, an empty one as null, and a list with properties as
    `{"value": […], "Count": …}`; states are numbers or words.
    """
    try:
        told = json.loads(text.lstrip("\ufeff"))
        ids, actions = _as_list(told[_IDS]), _as_list(told[_ACTIONS])
    except (ValueError, KeyError, TypeError):
        return None
    if len(ids) != len(actions):
        return None
    return {str(rule): _number(state) for rule, state in zip(ids, actions, strict=True)}


def _as_list(told) -> list:
    if isinstance(told, Mapping):
        told = told["value"]
    return told if isinstance(told, list) else [] if told in (None, "") else [told]


def _number(state) -> str:
    words = {"disabled": "0", "enabled": _BLOCK, "block": _BLOCK, "auditmode": "2", "warn": _WARN}
    return words.get(str(state).strip().casefold(), str(state).strip())
