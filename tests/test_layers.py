"""The arrows of the house: who may import whom, what the core may not touch, how long a file may
be.
"""

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted([*(ROOT / "xlpy").rglob("*.py"), *ROOT.glob("*.py")])
CORE = [path for path in FILES if (ROOT / "xlpy" / "core") in path.parents]

LAYERS = {
    "core": set(),
    "messages": {"book", "core"},
    "desk": {"core"},
    "ooxml": {"core"},
    "book": {"ooxml", "core"},
    "bank": {"book", "core"},
    "punches": {"book", "core"},
    "jobs": {"bank", "punches", "book", "ooxml", "core"},
    "functions": {"jobs", "book", "ooxml", "core"},
    "files": {"functions", "book", "ooxml", "core"},
    "programs": {"core"},
    "analysis": {"files", "jobs", "book", "core"},
    "frames": {"analysis"},
    "documents": {"programs", "jobs", "book", "ooxml", "core"},
    "group": {"files", "analysis", "documents", "jobs", "book", "core"},
    "actions": {
        "files",
        "documents",
        "jobs",
        "bank",
        "messages",
        "functions",
        "book",
        "desk",
        "core",
    },
    "build": {"actions", "documents", "jobs", "functions", "book", "ooxml", "desk", "core"},
    "upgrade": {"files", "build", "book", "ooxml", "core"},
    "excel": {"actions", "functions", "desk", "core"},
    "libreoffice": {
        "files",
        "actions",
        "documents",
        "jobs",
        "messages",
        "functions",
        "book",
        "ooxml",
        "programs",
        "desk",
        "core",
    },
    "web": {"actions", "functions", "messages", "jobs", "book", "ooxml", "desk", "core"},
    "install": {
        "files",
        "build",
        "libreoffice",
        "documents",
        "jobs",
        "book",
        "ooxml",
        "programs",
        "desk",
        "core",
    },
    "udfs": {"excel", "functions"},
    "macros": {"excel"},
    "commands": {
        "files",
        "group",
        "install",
        "upgrade",
        "web",
        "build",
        "libreoffice",
        "documents",
        "jobs",
        "bank",
        "punches",
        "messages",
        "book",
        "core",
    },
    "cli": {"commands", "messages", "core"},
    "reference": {"cli", "build", "actions", "book", "desk", "core"},
    "__main__": {"cli", "commands"},
    "dev": set(),
}
"""Each package of xlpy (or file of its own) → what it may import; everybody may import itself and
`xlpy`.
"""

HINTED = {"messages": {"files", "group", "jobs", "upgrade"}}
"""What a package may name in its hints alone (`if TYPE_CHECKING:`), which no program runs."""

PURE = {
    "bisect",
    "calendar",
    "collections",
    "dataclasses",
    "datetime",
    "decimal",
    "difflib",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "itertools",
    "math",
    "operator",
    "re",
    "string",
    "typing",
    "unicodedata",
}
"""What the core may import of the standard library: nothing that knows files, clocks, chance or
other programs.
"""

FORBIDDEN_CALLS = {
    "open",
    "print",
    "input",
    "eval",
    "exec",
    "compile",
    "__import__",
    "float",
    "breakpoint",
}
CLOCKS = {"now", "today", "utcnow", "fromtimestamp", "time", "monotonic", "perf_counter"}


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def nodes(path):
    """All nodes of a file: a dozen tests look at them."""
    return list(ast.walk(tree(path)))


@pytest.fixture(scope="module", autouse=True)
def nodes_are_let_go():
    """A million nodes: Python would go through them again and again while later tests run."""
    yield
    for kept in (tree, nodes, hints_of, import_statements):
        kept.cache_clear()


@cache
def name_of(path):
    return path.relative_to(ROOT).as_posix()


def part(path):
    """The package of a file: `core`, `jobs`, `cli` …"""
    inside = path.relative_to(ROOT).parts
    return (inside[1] if inside[0] == "xlpy" and len(inside) > 1 else inside[0]).removesuffix(".py")


@cache
def hints_of(path):
    """The imports of a file that stand for its hints alone."""
    blocks = (node for node in nodes(path) if isinstance(node, ast.If))
    return {
        inside
        for block in blocks
        if isinstance(block.test, ast.Name) and block.test.id == "TYPE_CHECKING"
        for node in block.body
        for inside in ast.walk(node)
    }


@cache
def import_statements(path):
    return [node for node in nodes(path) if isinstance(node, (ast.Import, ast.ImportFrom))]


def imports(path, hinted=False):
    """The modules that a file imports, wherever in it; `hinted`: those of its hints alone."""
    hints = hints_of(path)
    for node in import_statements(path):
        if (node in hints) != hinted:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        else:
            assert node.level == 0, f"{name_of(path)} imports relatively"
            yield from (
                (f"xlpy.{alias.name}" for alias in node.names)
                if node.module == "xlpy"
                else (node.module,)
            )


def inner(module):
    """The package of ours that a module belongs to; None for others'."""
    words = module.split(".")
    if words[0] == "xlpy":
        return words[1] if len(words) > 1 else "__init__"
    return words[0] if words[0] in ("udfs", "macros", "dev") else None


def calls(path):
    """The names that a file calls: `open`, and `now` of `datetime.now`."""
    for node in nodes(path):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id, node.lineno
            elif isinstance(node.func, ast.Attribute):
                yield "." + node.func.attr, node.lineno


def test_every_package_has_its_arrows():
    parts = {part(path) for path in FILES} - {"__init__"}
    assert parts - LAYERS.keys() == set(), "say in LAYERS what the new package may import"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_imports_along_the_arrows(path):
    mine = part(path)
    found = {inner(module) for module in imports(path)} - {None, mine, "__init__"}
    assert found - LAYERS.get(mine, set()) == set()
    named = {inner(module) for module in imports(path, hinted=True)} - {None, mine, "__init__"}
    assert named - LAYERS.get(mine, set()) - HINTED.get(mine, set()) == set()


def test_ooxml_knows_nothing_of_our_tables():
    """Of the core it needs the errors and their texts alone."""
    paths = [path for path in FILES if part(path) == "ooxml"]
    found = {
        module for path in paths for module in imports(path) if inner(module) not in (None, "ooxml")
    }
    assert found == {"xlpy.core.issues", "xlpy.core.text"}


def test_nobody_imports_a_front_end():
    fronts = {"cli", "macros", "udfs", "__main__", "dev"}
    found = {
        (name_of(path), inner(module))
        for path in FILES
        for module in imports(path)
        if inner(module) in fronts
    }
    # The pages about the commands are written from the commands' own words.
    assert found == {("xlpy/__main__.py", "cli"), ("xlpy/reference.py", "cli")}


def in_circles(targets_of):
    """What is left of names and their targets when those that lead to nothing left are taken away,
    again and again.
    """
    left = {name: set(targets) for name, targets in targets_of.items()}
    while ready := [name for name, targets in left.items() if not targets & left.keys()]:
        for name in ready:
            del left[name]
    return left


HOSTS = ("excel", "libreoffice")


@pytest.mark.parametrize("host", HOSTS)
def test_hosts_are_of_one_shape(host):
    """Each has the person's side, the press of a button and the functions in cells, by the same
    names.
    """
    assert {path.stem for path in (ROOT / "xlpy" / host).glob("*.py")} >= {
        "buttons",
        "desk",
        "functions",
    }
    names = {
        node.name
        for node in ast.walk(tree(ROOT / "xlpy" / host / "buttons.py"))
        if hasattr(node, "name")
    }
    assert "press" in names


def test_only_front_ends_know_a_host_also_by_its_name():
    """A module that is imported by its name in a text is imported, too."""
    known = {name for name, targets in LAYERS.items() if targets & set(HOSTS)} | {*HOSTS, "dev"}
    named = {
        name_of(path)
        for path in FILES
        if part(path) not in known
        for node in nodes(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for host in HOSTS
        if node.value.startswith(f"xlpy.{host}")
    }
    assert named == set()
    assert known == {"install", "commands", "udfs", "macros", *HOSTS, "dev"}


def test_the_arrows_have_no_circle():
    assert in_circles(LAYERS) == {}


def modules_of_ours(path):
    """The modules of ours that a file imports, wherever in it: `from a import b` is a.b where that
    is a module.
    """
    known, hints = all_modules(), hints_of(path)
    for node in nodes(path):
        if node in hints:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            yield from inside & known or {node.module} & known


@cache
def all_modules():
    return {module_of(path) for path in FILES}


def module_of(path):
    return name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def test_no_modules_import_each_other_in_a_circle():
    """Nor by imports that are put off into functions."""
    left = {module_of(path): set(modules_of_ours(path)) - {module_of(path)} for path in FILES}
    assert in_circles(left) == {}


def test_what_libreoffice_runs_imports_no_others_packages_at_the_top():
    """Its own Python has none: they are imported where needed, or by another Python; `tradedept`
    are UNO's types.
    """
    ours = {"xlpy", "udfs", "macros", "uno", "unohelper", "com", "tradedept"}
    found = [
        (name_of(path), name)
        for path in FILES
        if part(path) not in ("build", "upgrade", "excel", "dev")
        for node in tree(path).body
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in (
            [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module]
        )
        if name.split(".")[0] not in sys.stdlib_module_names | ours
    ]
    assert found == []


def test_only_the_analysis_knows_pandas_and_nothing_that_runs_without_it_knows_the_analysis():
    """The start of a command and a close do not wait for it: it is imported inside of functions."""
    knowing = {part(path) for path in FILES for module in imports(path) if "pandas" in module}
    assert knowing == {"analysis"}
    assert {name for name, allowed in LAYERS.items() if "analysis" in allowed} == {
        "frames",
        "group",
    }


@pytest.mark.parametrize("path", CORE, ids=name_of)
def test_the_core_knows_no_file_clock_chance_or_program(path):
    others = {module.split(".")[0] for module in imports(path)} - {"xlpy"}
    assert others <= PURE
    assert others <= sys.stdlib_module_names
    found = list(calls(path))
    assert [(name, line) for name, line in found if name in FORBIDDEN_CALLS] == []
    assert [(name, line) for name, line in found if name[:1] == "." and name[1:] in CLOCKS] == []


DAYS = {"now", "today", "utcnow"}
ASKED_FOR_THE_DAY = {
    "xlpy/actions/work.py",
    "xlpy/files/history.py",
    "xlpy/commands/__init__.py",
    "xlpy/functions/values.py",
}
"""Where the program asks what day it is: once for a command or a button, a note of a write, and a
function.
"""


def asks_for_the_day(path):
    """Whether a file names `date.today` or `datetime.now`, called or not."""
    if not any(day in path.read_text(encoding="utf-8") for day in DAYS):
        return False
    return any(
        isinstance(node, ast.Attribute)
        and node.attr in DAYS
        and isinstance(node.value, ast.Name)
        and node.value.id in ("date", "datetime")
        for node in nodes(path)
    )


def test_the_day_is_asked_for_in_few_places_and_in_no_test():
    """A test that asks for the day and then runs a command fails when midnight lies between."""
    tests = sorted((ROOT / "tests").rglob("*.py"))
    assert {
        name_of(path) for path in [*FILES, *tests] if asks_for_the_day(path)
    } == ASKED_FOR_THE_DAY


@pytest.mark.parametrize("path", CORE, ids=name_of)
def test_the_core_holds_no_float(path):
    floats = [
        node.value
        for node in nodes(path)
        if isinstance(node, ast.Constant) and type(node.value) is float
    ]
    assert floats == []


# --- No figure of a rule stands in code -----------------------------------------------------------

FIGURES = {
    35,
    50,
    80,
    150,
    200,
    300,
    1000,
    1500,
    3000,
    4000,
    600_000,
    50_000,
    2_600_000,
    5_800_000,
    9_000_000,
}
"""What the papers prescribe, where it is not also a number of everyday arithmetic (1, 2, 3, 5, 7,
10, 12, 100).
"""
NOT_A_RULE = {
    ("xlpy/core/money.py", 200): "digits of exact arithmetic",
}


def figures(path):
    """The numbers of a file, also those in texts such as Decimal("1.25"), that are a paper's."""
    for node in nodes(path):
        if not isinstance(node, ast.Constant) or isinstance(node.value, bool):
            continue
        if isinstance(node.value, int) and node.value in FIGURES:
            yield node.value
        if (
            isinstance(node.value, str)
            and node.value.replace(".", "", 1).isdecimal()
            and "." in node.value
        ):
            yield node.value


@pytest.mark.parametrize("path", CORE, ids=name_of)
def test_the_core_holds_no_figure_of_the_papers(path):
    assert {(name_of(path), figure) for figure in figures(path)} - NOT_A_RULE.keys() == set()


def test_no_excuse_for_a_figure_is_out_of_date():
    found = {(name_of(path), figure) for path in CORE for figure in figures(path)}
    assert NOT_A_RULE.keys() <= found


# --- Files ----------------------------------------------------------------------------------------

LONGEST = 440
"""About 400 lines, and a tenth for a file that reads better whole."""


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_is_short_has_no_assert_and_imports_by_name(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST
    assert [node.lineno for node in nodes(path) if isinstance(node, ast.Assert)] == []
    stars = [
        node.lineno
        for node in nodes(path)
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
    ]
    assert stars == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_module_does_nothing_when_it_is_imported(path):
    """At its top level stand imports, definitions and values; what acts stands behind the check of
    its name.
    """
    acting = [node.lineno for node in tree(path).body if isinstance(node, (ast.While, ast.With))]
    spoken = [
        node.lineno
        for node in tree(path).body
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
    ]
    assert acting + spoken == []
