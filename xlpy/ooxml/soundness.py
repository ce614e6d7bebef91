"""Whether every part of a workbook is whole, and what the parts name is there: looked at before
any write.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.ooxml.look import Look, look
from xlpy.ooxml.package import CONTENT_TYPES, Package, rels_of

MAX_TOLD = 3
_ROOTS = {
    "worksheet": "worksheet",
    "chartsheet": "chartsheet",
    "dialogsheet": "dialogsheet",
    "table": "table",
    "drawing": "wsDr",
    "chart": "chartSpace",
    "styles": "styleSheet",
    "sharedStrings": "sst",
    "comments": "comments",
    "theme": "theme",
    "pivotTable": "pivotTableDefinition",
    "pivotCacheDefinition": "pivotCacheDefinition",
}
"""The root element of the part at the end of a relationship of a kind."""
_NO_TYPES = ("", "application/xml", "text/xml")
Fault = tuple[str, str, str]
"""A part, and what is wrong with it in Chinese and English."""


def refuse_damaged(package: Package, wrote: bool = True) -> None:
    """Raise FileError when a part of a workbook is damaged or missing, naming each.

    `wrote`: whether something was to be written, which the message then says was not.
    """
    found = faults(package)
    if not found:
        return
    zh, en = named(found)
    left = Text("，未写入任何内容", "; nothing was written") if wrote else ("", "")
    advice = (
        Text("；明知如此仍要写入，请加 --anyway", ", or write all the same with --anyway")
        if wrote
        else ("", "")
    )
    raise FileError(
        Text(
            f"“{package.path.name}”里的部件已损坏{left[0]}：{zh}。请用 tradedept undo 或备份还原，"
            f"或在 Excel 里打开修复并重新保存{advice[0]}。",
            f'Parts of "{package.path.name}" are damaged{left[1]}: {en}. Go back with tradedept '
            "undo or to a backup, or "
            f"let Excel repair it and save it anew{advice[1]}.",
        )
    )


def named(found: Sequence[Fault]) -> Text:
    """Damaged parts with what is wrong with each, in Chinese and English."""
    zh = "；".join(f"{part}（{zh}）" for part, zh, _ in found[:MAX_TOLD])
    en = "; ".join(f"{part} ({en})" for part, _, en in found[:MAX_TOLD])
    more = len(found) - MAX_TOLD
    return Text(f"{zh}，另有 {more} 处", f"{en}, and {more} more") if more > 0 else Text(zh, en)


def faults(package: Package) -> list[Fault]:
    """What is damaged or missing in a workbook's file, part by part, in the file's order; staged
    edits do not count.
    """
    if package.changed or package.dropped:
        package = Package(package.archive)
    names = (m.name for m in package.archive.members if not m.name.endswith("/"))
    looks = {name: package.derived(name, look) for name in names}
    found = [(name, *seen.fault) for name, seen in looks.items() if seen.fault]
    bad = {name for name, *_ in found}
    if CONTENT_TYPES in bad:
        return found
    return found + [fault for fault in _relations(package, looks, bad) if fault[0] not in bad]


def _relations(package: Package, looks: Mapping[str, Look], bad: set[str]) -> Iterator[Fault]:
    """What a part names and is not there, or is another kind of thing."""
    wanted: dict[str, str] = {}
    for part in ("", *(name for name in looks if name not in bad)):
        if rels_of(part) in bad:
            continue
        relations = package.relationships(part) if package.has(rels_of(part)) else []
        for relation in relations:
            if relation.part and not package.has(relation.part) and not _is_place(relation.part):
                yield relation.part, "缺失", "it is missing"
            elif root := _ROOTS.get(relation.kind):
                wanted.setdefault(relation.part, root)
        absent = sorted(looks[part].used - {relation.id for relation in relations}) if part else []
        if absent:
            yield part, *_without(absent)
    has_type = _typed(package)
    for part, root in wanted.items():
        if part not in looks or part in bad:
            continue
        if not has_type(part):
            yield part, f"{CONTENT_TYPES} 里没有它的类型", f"its type is missing in {CONTENT_TYPES}"
        if looks[part].root not in (root, ""):
            found = looks[part].root
            yield part, f"内容不是 {root} 而是 {found}", f"it holds {found} where {root} belongs"


def _without(ids: Sequence[str]) -> Text:
    """That a part uses relationships that are not there, in one entry, as all are missing for one
    cause.
    """
    told = f"{ids[0]}…{ids[-1]} ({len(ids)})" if len(ids) > 1 else ids[0]
    return Text(f"没有它所用的关系 {told}", f"the relationship {told} that it uses is missing")


def _typed(package: Package) -> Callable[[str], bool]:
    """Tells whether the package says of a part what it is; "XML" alone says it of none, and Excel
    drops such a part.
    """
    types: dict[str, str] = {}
    for element in package.elements(CONTENT_TYPES):
        name = element.attributes.get("PartName", "").lstrip("/") or "." + element.attributes.get(
            "Extension", ""
        )
        types[name.casefold()] = element.attributes.get("ContentType", "")

    def has_type(part: str) -> bool:
        part = part.casefold()
        return types.get(part, types.get("." + part.rpartition(".")[2], "")) not in _NO_TYPES

    return has_type


def _is_place(target: str) -> bool:
    """Whether a relationship leads to a place in the workbook (`#Sheet1!A1`), or says that there
    is nothing.
    """
    last = target.rpartition("/")[2]
    return "#" in last or last.casefold() == "null"
