"""A server for the add-in on one's own computer, to try it: https://localhost, nobody else's."""

import re
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from xlpy.core.issues import FileError, UsageError
from xlpy.core.text import Text
from xlpy.desk import settings
from xlpy.web.certificate import localhost

PORT = 8443
_GOOD_FOR = timedelta(days=360)
_POLICY = re.compile(r'Content-Security-Policy" content="([^"]+)"')
_PAGE = "taskpane.html"


def certificate_folder(now: datetime) -> Path:
    """The folder with the certificates `authority.crt`, `server.crt` and their key; made when they
    are not there, or too old.
    """
    folder = settings.folder() / "web" / "localhost"
    whole = folder / "server.pem"
    made = datetime.fromtimestamp(whole.stat().st_mtime, UTC) if whole.exists() else None
    if made is None or now - made > _GOOD_FOR:
        found = localhost(now)
        folder.mkdir(parents=True, exist_ok=True)
        whole.unlink(missing_ok=True)
        whole.touch(mode=0o600)
        whole.write_text(found.key + found.server, encoding="ascii")
        (folder / "authority.crt").write_text(found.authority, encoding="ascii")
    return folder


class Server(ThreadingHTTPServer):
    """The server; `authority`: the certificate that the computer must trust."""

    authority: Path


def port_named(text: str) -> int:
    """The port of that number. Raises UsageError for what is none."""
    if text.isdecimal() and 0 < int(text) < 65_536:
        return int(text)
    raise UsageError(
        Text(
            f"“{text}”不是端口，请写 8443 这样的数字",
            f'"{text}" is no port; write a number, as 8443',
        )
    )


def server(folder: Path, now: datetime, port: int = PORT) -> Server:
    """A server of an add-in's folder at https://localhost, for this computer alone; it runs by
    `serve_forever`. `now` (UTC) begins a new certificate's year.

    Raises FileError for a folder without an add-in, or a port that is taken.
    """
    page = folder / _PAGE
    if not page.exists():
        raise FileError(
            Text(
                f"“{folder}”里没有加载项；先运行 tradedept web build",
                f'"{folder}" holds no add-in; run tradedept web build first',
            )
        )
    found = _POLICY.search(page.read_text(encoding="utf-8"))
    policy = found[1] if found else "default-src 'self'"
    own = certificate_folder(now)
    try:
        made = Server(("127.0.0.1", port), partial(_Answers, directory=str(folder), policy=policy))
    except OSError as failure:
        raise FileError(
            Text(
                f"端口 {port} 不能用：{failure.strerror}；用 --port 换一个",
                f"port {port} cannot be used: {failure.strerror}; name another with --port",
            )
        ) from None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own / "server.pem")
    made.authority = own / "authority.crt"
    made.socket = context.wrap_socket(made.socket, server_side=True)
    return made


class _Answers(SimpleHTTPRequestHandler):
    """Plain files, with the page's own security policy as a header."""

    extensions_map = {  # noqa: RUF012 - the class's own table
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".packed": "application/octet-stream",
        ".html": "text/html; charset=utf-8",
    }

    def __init__(self, *given: object, directory: str, policy: str):
        self._policy = policy
        made: Callable[..., None] = super().__init__
        made(*given, directory=directory)

    def end_headers(self) -> None:
        """Add what every answer says."""
        self.send_header("Content-Security-Policy", self._policy)
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def list_directory(self, path: object) -> None:
        """No lists of files."""
        self.send_error(404)

    def log_message(self, format: str, *given: object) -> None:
        """Nothing is said of single requests."""
