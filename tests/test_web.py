"""The add-in for Excel without Python: the same files each time, and functions that give what they
give elsewhere, in Python for browsers.
"""

import gzip
import json
import re
import subprocess
from hashlib import sha256
from xml.etree import ElementTree

import pytest
import webcalls
from webaddin import ADDRESS, PYODIDE, node

from xlpy.actions.buttons import BUTTONS
from xlpy.core.issues import FileError, UsageError
from xlpy.functions import FUNCTIONS
from xlpy.web import build as building
from xlpy.web import bundle, packing, runtime
from xlpy.web import memory as remembering
from xlpy.web.build import address_of, build, files_of
from xlpy.web.calls import answered
from xlpy.web.catalogue import functions_json
from xlpy.web.icons import SIZES
from xlpy.web.manifest import PANE
from xlpy.web.shown import READ, WRITE
from xlpy.web.slim import slim

MOST = 13_300_000
"""So many bytes at most are loaded the first time, whatever the server does to make them fewer:
14 MB less room for what comes.
"""
LARGE = 5_000_000
"""Our own code is half as much."""
SPACES = {"o": "http://schemas.microsoft.com/office/officeappbasictypes/1.0"}


def called(addin, texts, tmp_path, from_memory):
    asked = tmp_path / "calls.json"
    asked.write_text(json.dumps(texts), "utf-8")
    words = [
        node(),
        PYODIDE.parents[1] / "calls.mjs",
        addin.folder,
        asked,
        "yes" if from_memory else "no",
    ]
    done = subprocess.run(words, capture_output=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[-2000:]
    return json.loads(done.stdout)["results"]


@pytest.fixture(scope="module", autouse=True)
def packed_once(addin):
    """What is large (Python, its library, its memory) is packed in the first build alone: of the
    same bytes zlib makes the same again, in half of a build's time. What is packed must be the same
    bytes, else it is packed anew; and our own code always is.
    """
    large = [path.read_bytes() for path in addin.folder.rglob("*.packed")]
    made = {gunzipped: data for data in large if len(gunzipped := gzip.decompress(data)) > LARGE}

    def packed(data):
        return made[data] if data in made else packing.packed(data)

    with pytest.MonkeyPatch.context() as patch:
        for module in (building, remembering):
            patch.setattr(module, "packed", packed)
        yield


def test_the_same_package_gives_the_same_bytes(addin):
    again = files_of(ADDRESS, PYODIDE, writing=True)
    there = {
        path.relative_to(addin.folder).as_posix(): path.read_bytes()
        for path in addin.folder.rglob("*")
        if path.is_file()
    }
    assert [name for name in again if again[name] != there.get(name)] == []
    assert again.keys() == there.keys()


def test_the_first_load_is_small_without_the_servers_help(addin, measured):
    measured(f"The add-in loads {addin.first_load / 1e6:.2f} MB the first time.")
    assert addin.first_load <= MOST


def test_every_file_that_is_loaded_is_known_by_its_digest(addin):
    listed = json.loads(addin.text("files.json"))["digests"]
    there = {
        path.relative_to(addin.folder).as_posix()
        for path in addin.folder.rglob("*")
        if path.is_file()
    }
    assert there - listed.keys() == {"files.json", "sw.js", "manifest.xml"}
    for name, digest in listed.items():
        assert sha256((addin.folder / name).read_bytes()).hexdigest() == digest


def test_the_pages_load_nothing_but_their_own_files_and_office(addin):
    pages = [path for path in addin.folder.iterdir() if path.suffix in (".html", ".js", ".mjs")]
    found = {
        address
        for path in pages
        for address in re.findall(r"https?://[\w./-]+", path.read_text("utf-8"))
    }
    assert found <= {
        "https://appsforoffice.microsoft.com",
        "https://appsforoffice.microsoft.com/lib/1/hosted/office.js",
        "http://www.w3.org/2000/svg",
    }
    for path in addin.folder.glob("*.html"):
        page = path.read_text("utf-8")
        policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
        assert policy.startswith("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'")
        assert "'unsafe-inline'" not in policy and "'unsafe-eval'" not in policy
        assert not re.search(r"<script>|\son\w+=|style=", page)


def test_excel_is_told_every_function_with_its_arguments(addin):
    told = json.loads(addin.text("functions.json"))
    assert told == json.loads(functions_json())
    assert [each["id"] for each in told["functions"]] == list(FUNCTIONS)
    for each in told["functions"]:
        function = FUNCTIONS[each["id"]]
        assert [p["name"] for p in each["parameters"]] == [a.name for a in function.arguments]
        assert [p.get("optional", False) for p in each["parameters"]] == [
            a.optional for a in function.arguments
        ]
        assert each["parameters"][-1].get("repeating", False) == function.repeats


def test_the_manifest_names_files_that_are_there_and_every_button(addin):
    root = ElementTree.fromstring(addin.text("manifest.xml"))
    values = {e.get("id"): e.get("DefaultValue") for e in root.iter() if e.get("id")}
    asked = [e.get("resid") for e in root.iter() if e.get("resid")]
    assert set(asked) <= values.keys()
    addresses = [text for text in values.values() if text and text.startswith("https://")]
    assert addresses
    for address in addresses:
        assert (addin.folder / address.removeprefix(f"{ADDRESS}/")).is_file()
    names = [e.text for e in root.iter() if e.tag.endswith("FunctionName")]
    assert names == [button.key for button in BUTTONS if button.key in READ + WRITE]
    lengths = {"ShortStrings": 125, "LongStrings": 250}
    for kind, most in lengths.items():
        texts = [
            e.get("DefaultValue")
            for part in root.iter()
            if part.tag.endswith(kind)
            for e in part.findall("o:String", SPACES)
        ]
        assert texts and max(map(len, texts)) <= most


def test_without_the_switch_no_button_writes():
    files = files_of(ADDRESS, PYODIDE, plain=True)
    told = json.loads(files["buttons.json"])
    assert [each["key"] for each in told if each["writes"]] == []
    assert {each["key"] for each in told} == set(READ)
    names = re.findall(r"<FunctionName>(\w+)<", files["manifest.xml"].decode())
    assert set(names) == set(READ)
    assert not [name for name in files if "close_month" in name]


def test_each_icon_is_a_picture_with_more_than_one_colour(addin):
    for key in {*READ, *WRITE, PANE}:
        for size in SIZES:
            data = (addin.folder / f"icons/{key}-{size}.png").read_bytes()
            assert data[:8] == b"\x89PNG\r\n\x1a\n"
            assert int.from_bytes(data[16:20], "big") == size == int.from_bytes(data[20:24], "big")
            assert len(data) > 90


@pytest.fixture(scope="module")
def modules():
    """The modules that run in the browser."""
    return bundle.modules()


def test_what_runs_in_the_browser_is_found_by_imports_inside_of_functions_too(modules):
    assert {"xlpy.core.money", "xlpy.functions.tiered", "xlpy.functions.ruletables"} <= modules
    assert not [name for name in modules if name.startswith(("xlpy.build", "xlpy.cli"))]
    assert "xlpy.web.build" not in modules


@pytest.mark.parametrize(
    "url", ["http://intranet", "intranet.example.com", "https://", "https://a.example/?x=1"]
)
def test_an_address_that_excel_does_not_take_is_refused(url):
    with pytest.raises(UsageError) as refused:
        address_of(url)
    assert url in str(refused.value) and "https://" in str(refused.value)


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(FileError, match="holds other files"):
        build(ADDRESS, tmp_path, PYODIDE, plain=True)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_without_a_network_it_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("TRADEDEPT_HOME", str(tmp_path))
    monkeypatch.setattr(runtime, "ADDRESS", (tmp_path / "absent.tgz").as_uri())
    with pytest.raises(FileError, match="--pyodide"):
        runtime.runtime()
    assert list(tmp_path.rglob("*.tgz")) == []


def test_a_pyodide_that_is_not_the_wanted_one_is_not_used(tmp_path):
    for name in runtime.DIGESTS:
        (tmp_path / name).write_bytes(b"another")
    with pytest.raises(FileError, match="its digest differs"):
        runtime.runtime(tmp_path)


def test_functions_give_in_the_browsers_python_what_they_give_here(addin, tmp_path):
    cases, chance = webcalls.cases(), list(webcalls.chance())
    assert len(cases) > 80 and {name for name, _ in chance} == FUNCTIONS.keys() - {"TD_WHY"}
    texts = [json.dumps([one]) for one in [*cases, *chance]]
    results = called(addin, texts, tmp_path, from_memory=True)
    different = [
        (text, got["text"], expected)
        for text, got in zip(texts, results, strict=True)
        if got["text"] != (expected := answered(text))
    ]
    assert different == []
    errors = sum('"kind"' in got["text"] for got in results)
    assert 100 < errors < len(results) - 100


def test_the_plain_start_gives_the_same(addin, tmp_path):
    texts = [json.dumps([["TD_COMMISSION", [[[200000]], [[100000]], None, None, None]]])]
    [result] = called(addin, texts, tmp_path, from_memory=False)
    assert json.loads(result["text"]) == [[[2375.0]]]


def test_what_is_left_out_of_a_source_changes_no_line_of_the_program():
    source = '''"""A file."""

# a comment
def f(x):
    """What it does,

    in two parts."""
    text = "# no comment"  # 中文
    return text


def g():
    return ['it\\'s # one', r"\\#", \'\'\'a "#'

b\'\'\', f"{255:#x}"]  # "a comment"


class C:
    """Only words."""
'''
    got = slim(source)
    assert "comment\n" not in got and "in two parts" not in got and "中文" not in got
    assert [number for number, line in enumerate(got.split("\n"), 1) if "return" in line] == [9, 13]
    made: dict = {}
    exec(compile(got, "made", "exec"), made)
    assert made["g"]() == ["it's # one", r"\#", "a \"#'\n\nb", "0xff"] and "a comment" not in got
    assert made["f"](1) == "# no comment" and made["C"]().__class__.__name__ == "C"


def test_no_module_that_the_package_imports_is_left_out_of_pythons_library(modules):
    imported = {
        name
        for module in modules
        if (path := bundle._path(module)) is not None
        for name in bundle._imported(path)
        if not name.startswith("xlpy")
    }
    assert "xml.sax.saxutils" in imported
    left_out = [name for name in imported if runtime._is_unused(f"{name.replace('.', '/')}.py")]
    assert left_out == []
