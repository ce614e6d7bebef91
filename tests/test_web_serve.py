"""The server for a trial: https://localhost with a certificate of its own, which can sign for
nobody else.
"""

import http.client
import ssl
import subprocess
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from commands import command
from office import needed

from xlpy.core.issues import FileError, UsageError
from xlpy.web import certificate, serve
from xlpy.web.certificate import localhost
from xlpy.web.serve import certificate_folder, port_named, server

NOW = datetime.fromtimestamp(time.time(), UTC)
"""Certificates must hold at the moment of the test, whichever it is."""
PAGE = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'">"""


@pytest.fixture(scope="module")
def made():
    return localhost(NOW)


@pytest.fixture
def addin(tmp_path, monkeypatch, made):
    """A folder with a page, the certificates made already."""
    monkeypatch.setenv("TRADEDEPT_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(serve, "localhost", lambda now: made)
    folder = tmp_path / "addin"
    folder.mkdir()
    (folder / "taskpane.html").write_text(PAGE)
    (folder / "worker.mjs").write_text("1")
    (folder / "wasm.packed").write_bytes(b"\x1f\x8b")
    return folder


@pytest.fixture
def served(addin):
    with server(addin, NOW, 0) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def asked(served, path):
    trust = ssl.create_default_context(cafile=served.authority)
    trust.verify_flags |= ssl.VERIFY_X509_STRICT
    port = served.server_address[1]
    connection = http.client.HTTPSConnection("localhost", port, context=trust, timeout=20)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("taskpane.html", "text/html; charset=utf-8"),
        ("worker.mjs", "text/javascript"),
        ("wasm.packed", "application/octet-stream"),
    ],
)
def test_who_trusts_the_authority_gets_each_file_as_what_it_is(served, name, kind):
    answer = asked(served, f"/{name}")
    assert (answer.status, answer.headers["Content-Type"]) == (200, kind)
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
    # Packed files are unpacked by the add-in, not on the way.
    assert answer.headers["Content-Encoding"] is None


def test_a_folder_is_not_listed_and_nothing_above_it_is_served(served, addin):
    (addin.parent / "secret.txt").write_text("mine")
    assert asked(served, "/../secret.txt").status == 404
    (addin / "icons").mkdir()
    assert asked(served, "/icons/").status == 404


def test_who_does_not_trust_it_gets_nothing(served):
    port = served.server_address[1]
    connection = http.client.HTTPSConnection("localhost", port, timeout=20)
    with pytest.raises(ssl.SSLCertVerificationError):
        connection.request("GET", "/")


def test_openssl_accepts_the_certificate_for_localhost_alone(made, tmp_path):
    needed("openssl", "the self-made certificate")
    for name, text in (("ca", made.authority), ("server", made.server), ("key", made.key)):
        (tmp_path / name).write_text(text)

    def verified(host):
        words = ["openssl", "verify", "-x509_strict", "-purpose", "sslserver"]
        more = ["-CAfile", tmp_path / "ca", "-verify_hostname", host, tmp_path / "server"]
        done = subprocess.run([*words, *more], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    assert verified("localhost")[0] == 0, verified("localhost")
    assert verified("bank.example")[0] != 0
    told = subprocess.run(
        ["openssl", "rsa", "-in", tmp_path / "key", "-check", "-noout"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "RSA key ok" in told.stdout + told.stderr


def test_the_authority_may_not_sign_for_another_name(tmp_path, monkeypatch):
    needed("openssl", "the self-made certificate")
    keys = iter([certificate._key(), certificate._key()])
    monkeypatch.setattr(certificate, "_key", lambda: next(keys))
    real = certificate.context

    def other(number, data, holds_values=True):
        # The server's own names alone: the authority's are inside of another value.
        names = (number, holds_values) == (2, False) and other.calls.append(1)
        return real(
            number,
            b"bank.example" if len(other.calls) > 1 and names is None else data,
            holds_values,
        )

    other.calls = []
    monkeypatch.setattr(certificate, "context", other)
    forged = localhost(NOW)
    (tmp_path / "ca").write_text(forged.authority)
    (tmp_path / "server").write_text(forged.server)
    done = subprocess.run(
        ["openssl", "verify", "-CAfile", tmp_path / "ca", tmp_path / "server"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0 and "permitted subtree violation" in done.stdout + done.stderr


def test_the_certificates_are_kept_and_made_anew_before_they_end(addin, monkeypatch, made):
    again = []
    monkeypatch.setattr(serve, "localhost", lambda now: again.append(now) or made)
    now = NOW
    folder = certificate_folder(now)
    assert certificate_folder(now) == folder and len(again) == 1
    assert (folder / "server.pem").stat().st_mode & 0o077 == 0
    certificate_folder(now + timedelta(days=361))
    assert len(again) == 2
    assert not [
        path for path in folder.iterdir() if "KEY" in path.read_text() and path.name != "server.pem"
    ]


def test_a_folder_without_an_add_in_is_refused(tmp_path):
    with pytest.raises(FileError, match="tradedept web build"):
        server(tmp_path, NOW)


def test_a_port_that_is_taken_is_said(served, addin):
    with pytest.raises(FileError, match="--port"):
        server(addin, NOW, served.server_address[1])


@pytest.mark.parametrize("text", ["http", "0", "70000", "-1"])
def test_what_is_no_port_is_refused(text):
    with pytest.raises(UsageError, match="no port"):
        port_named(text)


@pytest.mark.parametrize(
    ("words", "says"),
    [(["bild", "x"], "none of build, serve"), (["build", "x"], "--url")],
)
def test_the_command_says_what_it_takes(words, says):
    done = command("web", *words)
    assert done.code == 2 and says in done.err.decode()
