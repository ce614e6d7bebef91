"""Rows that refer to each other in a circle."""

from collections.abc import Collection, Iterator, Mapping


def circles(arrows: Mapping[str, Collection[str]]) -> Iterator[list[str]]:
    """Each circle of names, from its first name on; no name stands in two of them.

    `arrows`: name → the names that its rows refer to.
    """
    left = {name: list(dict.fromkeys(targets)) for name, targets in arrows.items()}
    order = {name: at for at, name in enumerate(arrows)}
    while left := _on_circles(left):
        name = next(iter(left))
        way: dict[str, int] = {}  # each name of the way, and which it is
        while name not in way:
            way[name] = len(way)
            name = next(target for target in left[name] if target in left)
        found = list(way)[way[name] :]
        place = found.index(min(found, key=order.__getitem__))
        yield [*found[place:], *found[:place]]
        for each in found:
            del left[each]


def _on_circles(arrows: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """The arrows without those that lead to no circle: what refers to nothing goes, then what
    referred only to it, and so on.
    """
    behind: dict[str, list[str]] = {}
    for name, targets in arrows.items():
        for target in targets:
            behind.setdefault(target, []).append(name)
    count = {name: sum(each in arrows for each in targets) for name, targets in arrows.items()}
    ended = [name for name, targets in count.items() if not targets]
    for name in ended:
        for before in behind.get(name, ()):
            count[before] -= 1
            if not count[before]:
                ended.append(before)
    gone = {*ended}
    return {name: list(targets) for name, targets in arrows.items() if name not in gone}
