"""Whoever calls a public function is told by its hints what it takes and gives; mypy holds the
hints to the code.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "xlpy").rglob("*.py"))


def unhinted(source):
    """The public functions and methods of a module that do not hint every argument and what comes
    back.
    """
    return list(_unhinted(ast.parse(source), in_class=False))


def _unhinted(node, in_class):
    for inside in ast.iter_child_nodes(node):
        if isinstance(inside, ast.ClassDef):
            yield from _unhinted(inside, in_class=True)
        elif isinstance(inside, ast.FunctionDef | ast.AsyncFunctionDef):
            if not inside.name.startswith("_") and not _is_hinted(inside, in_class):
                yield inside.name
        else:
            yield from _unhinted(inside, in_class)


def _is_hinted(function, in_class):
    given = function.args
    places = [*given.posonlyargs, *given.args]
    is_bound = in_class and not any(
        ast.unparse(mark) == "staticmethod" for mark in function.decorator_list
    )
    named = [*places[is_bound:], *given.kwonlyargs, given.vararg, given.kwarg]
    return function.returns is not None and all(
        each.annotation for each in named if each is not None
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_public_function_and_method_has_full_hints(path):
    assert unhinted(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "def f(x) -> int: ...",
        "def f(x: int): ...",
        "def f(*more) -> None: ...",
        "def f(**more) -> None: ...",
        "def f(*, x) -> None: ...",
        "def f(x=1) -> None: ...",
        "class C:\n    def f(self): ...",
        "class C:\n    @staticmethod\n    def f(x) -> None: ...",
        "class C:\n    @property\n    def f(self): ...",
        "if True:\n    def f(x) -> None: ...",
        "class _C:\n    def f(self, x) -> None: ...",
    ],
)
def test_what_is_not_fully_hinted_is_found(source):
    assert unhinted(source) == ["f"]


@pytest.mark.parametrize(
    "source",
    [
        "def _f(x): ...",
        "def f(x: int = 1, *a: int, **b: int) -> None: ...",
        "class C:\n    def f(self) -> None: ...",
    ],
)
def test_what_is_fully_hinted_or_private_is_not(source):
    assert unhinted(source) == []
