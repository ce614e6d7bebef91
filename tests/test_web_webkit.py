"""The same add-in in WebKit, the engine nearest to that of Excel for Mac.

It starts from memory, and its functions give what they give here.

WebKit starts once, on a screen that nobody sees.
"""

import http.client
import http.server
import json
import os
import shutil
import socket
import subprocess
import threading
import time
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
import webbook
import webcalls
from office import absent, needed

from xlpy.book.tables import MemoryTables
from xlpy.build.sample import sample_rows
from xlpy.core.periods import parse_period
from xlpy.functions import FUNCTIONS
from xlpy.jobs.close import close
from xlpy.messages.words import Words
from xlpy.web.calls import answered

OFFICE = "https://appsforoffice.microsoft.com/lib/1/hosted/office.js"
STAND = Path(__file__).parent / "web" / "office.js"
BROWSERS = "usr/lib/*/webkit2gtk-4.*/MiniBrowser"
MANY = 300
"""So many of the random calls are made here, too."""


KINDS = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
}


PERSON = """
let kept = {};
const person = {
  words: (zh, en) => en,
  say: () => {},
  settings: () => kept,
  keep: (told) => (kept = told.settings),
  ask: async (question) => (question.kind === "confirm" ? true : question.default),
};
"""
"""Who answers what a button proposes."""


class Answers(http.server.SimpleHTTPRequestHandler):
    """The add-in's files; the stand-in in Office.js's place."""

    def guess_type(self, path):
        return KINDS.get(Path(path).suffix, "application/octet-stream")

    def do_GET(self):
        if self.path == "/office.js":
            return self._give(STAND.read_bytes(), "text/javascript")
        if self.path.partition("?")[0] == "/taskpane.html":
            page = Path(self.directory, "taskpane.html").read_text("utf-8")
            return self._give(page.replace(OFFICE, "/office.js").encode(), KINDS[".html"])
        return super().do_GET()

    def _give(self, data, kind):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class WebKit:
    """A window of WebKit's, by its driver."""

    def __init__(self, port, binary):
        self.port = port
        options = {"binary": str(binary), "args": ["--automation"]}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        self.session = self.ask("POST", "/session", {"capabilities": wanted})["sessionId"]
        self.ask("POST", f"/session/{self.session}/timeouts", {"script": 120_000})

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=180)
        with closing(connection):
            connection.request(method, path, json.dumps(body) if body is not None else None)
            value = json.loads(connection.getresponse().read())["value"]
        assert not (isinstance(value, dict) and value.get("error")), value
        return value

    def open(self, url):
        self.ask("POST", f"/session/{self.session}/url", {"url": url})

    def run(self, code, *given):
        script = (
            "const done = arguments[arguments.length - 1], given = arguments;"
            f"(async () => {{ {code} }})().then((value) => done({{ value }}),"
            " (fault) => done({ fault: String(fault) }))"
        )
        found = self.ask(
            "POST",
            f"/session/{self.session}/execute/async",
            {"script": script, "args": list(given)},
        )
        assert "fault" not in found, found
        return found.get("value")


@contextmanager
def driven(folder):
    """WebKit's driver on a screen of its own."""
    driver, screen = needed("WebKitWebDriver", "the add-in in WebKit"), needed("Xvfb", "WebKit")
    binary = next(iter(Path("/").glob(BROWSERS)), None)
    if binary is None:
        absent("WebKit's own small browser is not installed; the add-in in WebKit was NOT tested")
    display, port = f":{os.getpid() % 20_000 + 200}", free_port()
    own = {
        "DISPLAY": display,
        "GDK_BACKEND": "x11",
        "NO_AT_BRIDGE": "1",
        "LIBGL_ALWAYS_SOFTWARE": "1",
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
        # As root, as the tests may run, it has no sandbox.
        "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
    }
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    words = [screen, display, "-screen", "0", "800x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(words, **quiet) as shown:
        try:
            time.sleep(1)
            words = [driver, f"--port={port}", "--host=127.0.0.1"]
            with subprocess.Popen(words, env={**os.environ, **own}, **quiet) as drives:
                try:
                    for _ in range(100):
                        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                            break
                        time.sleep(0.1)
                    webkit = WebKit(port, binary)
                    yield webkit
                    webkit.ask("DELETE", f"/session/{webkit.session}")
                finally:
                    drives.terminate()
        finally:
            shown.terminate()


@pytest.fixture(scope="module")
def found(addin, tmp_path_factory):
    folder = tmp_path_factory.mktemp("webkit")
    folder.chmod(0o700)
    served = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Answers, directory=str(addin.folder))
    )
    # WebKit may end while it still loads what its service worker keeps.
    served.handle_error = lambda *_: None
    threading.Thread(target=served.serve_forever, daemon=True).start()
    calls = [*webcalls.cases()[:MANY], *list(webcalls.chance())[::3][:MANY]]
    try:
        with driven(folder) as webkit:
            began = time.monotonic()
            webkit.open(f"http://127.0.0.1:{served.server_address[1]}/taskpane.html")
            told = webkit.run(
                "await TradeDept.registered; const { marks } = await TradeDept.ready;"
                "return { from: marks.from, why: marks.why ?? null,"
                " registered: Object.keys(stand.functions) }"
            )
            told["seconds"] = time.monotonic() - began
            told["texts"] = webkit.run(
                "return Promise.all(given[0].map((text) =>"
                " TradeDept.ask('xlpy.web.calls', 'answered', text)))",
                [json.dumps([each]) for each in calls],
            )
            told["asked"] = calls
            told["shown"] = webkit.run(
                "book = given[0]; const done = await TradeDept.press('verify');"
                "return [done, said.innerText]",
                webbook.in_excel(sample_rows()),
            )
            told["closed"], told["undone"] = webkit.run(
                f"{PERSON} TradeDept.clock = () => '2012-11-05T09:30:00';"
                "await TradeDept.pressed('close_month', true, person);"
                "const closed = structuredClone(book);"
                "await TradeDept.pressed('undo', true, person); return [closed, book]"
            )
            return told
    finally:
        served.shutdown()
        served.server_close()
        shutil.rmtree(folder, ignore_errors=True)


def test_a_month_is_closed_as_by_the_command_and_taken_back(found):
    tables = MemoryTables(sample_rows())
    assert webbook.differing(found["undone"], tables) == []
    at = datetime(2012, 11, 5, 9, 30)
    close(tables, parse_period("2012-10"), by="刘洋", at=at)
    assert webbook.differing(found["closed"], tables) == []


def test_it_starts_from_memory_with_every_function(found, measured):
    assert (found["from"], found["why"]) == ("memory", None)
    assert found["registered"] == list(FUNCTIONS)
    measured(f"The add-in started in WebKit in {found['seconds']:.1f} s.")


def test_functions_give_what_they_give_here(found):
    different = [
        (each, got)
        for each, got in zip(found["asked"], found["texts"], strict=True)
        if got != answered(json.dumps([each]))
    ]
    assert different == [] and len(found["texts"]) > MANY


def test_a_button_says_in_the_pane_what_it_finds(found):
    done, said = found["shown"]
    assert done and "12" in said and Words("en").language == "en"
