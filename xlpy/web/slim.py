"""Source without what only readers need, line for line: each user would load it for nothing."""

import ast
import io
import tokenize
from collections.abc import Iterator


def slim(source: str) -> str:
    """The same program without docstrings and comments; every line stays where it was, so that a
    fault is still told by its line.
    """
    lines = source.split("\n")
    for first, start, last, stop, instead in sorted(_unread(source), reverse=True):
        # Columns are counted in bytes by `ast`, and in letters by `tokenize`.
        head, tail = lines[first - 1][:start], lines[last - 1][stop:]
        lines[first - 1 : last] = [f"{head}{instead}".rstrip() + tail, *[""] * (last - first)]
    return "\n".join(lines)


def _unread(source: str) -> Iterator[tuple[int, int, int, int, str]]:
    """Where docstrings and comments stand: from line and column to line and column, and what comes
    in their place.
    """
    lines = source.split("\n")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            for each in node.body:
                if _is_text(each) and each.end_lineno and each.end_col_offset is not None:
                    after = lines[each.end_lineno - 1].encode()
                    stop = len(after[: each.end_col_offset].decode())
                    yield each.lineno, each.col_offset, each.end_lineno, stop, '""'
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield *token.start, *token.end, ""


def _is_text(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
