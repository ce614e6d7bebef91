"""Names of sheets that Excel takes."""

_LEFT_OUT, _LONGEST, _ITS_OWN = "[]:*?/\\", 31, "history"
"""What a sheet's name may not hold; how many letters it may have; the name that Excel keeps."""


def free_name(name: str, taken: set[str]) -> str:
    """A sheet's name that Excel takes and that is not taken yet; it is then.

    `taken`: names as casefold gives them.
    """
    plain = "".join("-" if sign in _LEFT_OUT or sign < " " else sign for sign in name)
    plain = plain.strip("' ")[:_LONGEST].rstrip("' ") or "-"
    found, number = plain, 1
    while found.casefold() in taken or found.casefold() == _ITS_OWN:
        number += 1
        found = f"{plain[: _LONGEST - len(str(number)) - 1]} {number}"
    taken.add(found.casefold())
    return found
