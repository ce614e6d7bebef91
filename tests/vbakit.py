"""Our VBA as a compiler sees it: only the lines that one kind of Excel compiles, and each
procedure by itself.
"""

import re

from xlpy.build.macros import CLASSES, sources

EXCELS = {
    "Windows, 64 bits": {"Mac": False, "VBA7": True, "Win64": True},
    "Windows, 32 bits": {"Mac": False, "VBA7": True, "Win64": False},
    "Windows, before 2010": {"Mac": False, "VBA7": False, "Win64": False},
    "Mac": {"Mac": True, "VBA7": True, "Win64": True, "MAC_OFFICE_VERSION": 16},
    "Mac, before 2016": {"Mac": True, "VBA7": False, "Win64": False, "MAC_OFFICE_VERSION": 14},
}
"""What VBA sets for `#If` in each kind of Excel; what it does not set is 0."""
_CONDITION = re.compile(r"#(If|ElseIf|Else|End If|Const)\b([^']*)", re.I)
_FIRST = re.compile(
    r"\s*(?:(?:Public|Private|Friend|Static) )*(?:Sub|Function|Property (?:Get|Let|Set)) ", re.I
)
_LAST = re.compile(r"\s*End (?:Sub|Function|Property)\b", re.I)


def modules(excel: str) -> dict[str, str]:
    """Name -> what that Excel compiles of each module; lines keep their numbers."""
    return {name: compiled(_without_head(text, name), excel) for name, text in sources().items()}


def _without_head(text: str, name: str) -> str:
    """A class's text with empty lines in the place of what only its file has."""
    if name not in CLASSES:
        return text
    head, mark, body = text.partition("Attribute VB_Name")
    return "\n" * head.count("\n") + mark + body


def compiled(text: str, excel: str) -> str:
    """The text with an empty line for every line that this kind of Excel leaves out, and for each
    `#` line.
    """
    constants, kept, open_ifs = dict(EXCELS[excel]), [], []
    for line in text.splitlines():
        found = _CONDITION.match(line.strip())
        if found:
            _condition(found[1].title(), found[2], constants, open_ifs)
        kept.append("" if found or not all(taken for taken, _ in open_ifs) else line)
    assert not open_ifs, f"#If without #End If for {excel}"
    return "\n".join(kept) + "\n"


def _condition(word, rest, constants, open_ifs) -> None:
    """Follow one line of `#If`: whether its lines are taken, and whether one before it was."""
    if word == "Const":
        name, _, value = rest.partition("=")
        constants[name.strip()] = _value(value, constants)
    elif word == "End If":
        open_ifs.pop()
    elif word == "If":
        taken = _value(rest, constants)
        open_ifs.append((taken, taken))
    else:
        _, before = open_ifs.pop()
        taken = not before and (word == "Else" or _value(rest, constants))
        open_ifs.append((taken, before or taken))


def _value(expression: str, constants: dict[str, object]) -> object:
    """What a constant expression of VBA is."""
    text = re.sub(
        r"\b(Not|And|Or)\b",
        lambda word: word[0].lower(),
        expression.replace("Then", ""),
        flags=re.I,
    )
    names = {name: constants.get(name, 0) for name in re.findall(r"[A-Za-z]\w*", text)}
    return eval(
        re.sub(r"(?<![<>=])=(?!=)", "==", text).strip(),
        {"__builtins__": {}},
        names | {"True": True},
    )


def pieces(text: str) -> list[tuple[int, str]]:
    """A module's declarations and each of its procedures: number of lines before it, text."""
    lines, found, start, inside = text.splitlines(), [], 0, False
    for place, line in enumerate(lines):
        if not inside and _FIRST.match(line):
            found.append((start, lines[start:place]))
            start, inside = place, True
        elif inside and _LAST.match(line):
            found.append((start, lines[start : place + 1]))
            start, inside = place + 1, False
    found.append((start, lines[start:]))
    return [(before, "\n".join(part)) for before, part in found if "".join(part).strip()]
