"""Source without what only readers need, line for line: each user would load it for nothing."""

import ast
import re
from collections.abc import Iterator

_TEXT_OR_COMMENT = re.compile(
    r"""(\"""|''')(?:\\.|.)*?\1|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?P<comment>\#[^\n]*)""",
    re.DOTALL,
)
"""A text, in which a # begins no comment, or a comment. Python's own `tokenize`, which knows all
else, too, takes many times as long.
"""


def slim(source: str) -> str:
    """The same program without docstrings and comments; every line stays where it was, so that a
    fault is still told by its line.
    """
    lines = source.split("\n")
    for first, start, last, stop, instead in sorted(_unread(source), reverse=True):
        # Columns are counted in letters; `ast` counts them in bytes.
        head, tail = lines[first - 1][:start], lines[last - 1][stop:]
        lines[first - 1 : last] = [f"{head}{instead}".rstrip() + tail, *[""] * (last - first)]
    return "\n".join(lines)


def _unread(source: str) -> Iterator[tuple[int, int, int, int, str]]:
    """Where docstrings and comments stand: from line and column to line and column, and what comes
    in their place.
    """
    lines = source.split("\n")
    tree = ast.parse(source)
    for node in (tree, *statements(tree)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            for each in node.body:
                if _is_text(each) and each.end_lineno and each.end_col_offset is not None:
                    after = lines[each.end_lineno - 1].encode()
                    stop = len(after[: each.end_col_offset].decode())
                    yield each.lineno, each.col_offset, each.end_lineno, stop, '""'
    for found in _TEXT_OR_COMMENT.finditer(source):
        if found["comment"]:
            line = source.count("\n", 0, found.start()) + 1
            before = source.rfind("\n", 0, found.start()) + 1
            yield line, found.start() - before, line, found.end() - before, ""


def statements(block: ast.AST) -> Iterator[ast.AST]:
    """All statements inside of a block, at any depth. They hold no others in their expressions,
    which are most of a file.
    """
    for part in ("body", "handlers", "orelse", "finalbody", "cases"):
        for each in getattr(block, part, ()):
            yield each
            yield from statements(each)


def _is_text(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
