"""A server on this machine that answers in all the ways in which servers do, and remembers what it was asked."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections import Counter
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any, NamedTuple

REDIRECTS = {
    "/moved": (301, "/fine"),
    "/moved-308": (308, "fine?308"),
    "/twice": (301, "/moved"),
    "/then-elsewhere": (301, "/elsewhere"),
    "/elsewhere": (302, "/fine"),
    "/elsewhere-moved": (307, "/moved"),
    "/moved-away": (301, "/404"),
    "/to-front": (301, "/"),
    "/to-part": (301, "/fine#part"),
    "/bracket": (301, "/fine(1)"),
    "/loop": (301, "/pool"),
    "/pool": (302, "/loop"),
    "/no-web": (302, "ftp://127.0.0.1/"),
    "/nowhere": (301, "http://[::1/"),
}
_RAW = {
    "/nonsense": b"\x00\x01\xff what?\r\n\r\n",
    "/headers": b"HTTP/1.1 200 OK\r\n: :\r\n\xff\xfe\r\nRetry-After: \xe9\r\nno colon\r\n\r\n",
    "/closes": b"",
}


class Asked(NamedTuple):
    path: str
    at: float
    agent: str
    method: str
    has_login: bool


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 100

    def __init__(self, certificate: Path | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[Asked] = []
        self.at_once: Counter[str] = Counter()
        self.stopped, self.lock = Event(), Lock()
        self.has_never = Event()
        """Set when somebody waits in vain."""
        self.gone: set[str] = set()
        """Paths that are no more."""
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.address = f"http{'s' * bool(certificate)}://127.0.0.1:{self.server_port}"
        Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def paths(self) -> list[str]:
        """What was asked for, in that order."""
        return [asked.path for asked in self.asked]

    def stop(self) -> None:
        self.stopped.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: who asks goes away before all is said."""


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def handle_one_request(self) -> None:
        with self.server.lock:
            self.server.at_once["now"] += 1
            self.server.at_once["most"] = max(self.server.at_once["most"], self.server.at_once["now"])
        try:
            super().handle_one_request()
        finally:
            with self.server.lock:
                self.server.at_once["now"] -= 1

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        asked = Asked(
            self.path, monotonic(), self.headers["User-Agent"], self.command, self.headers["Authorization"] is not None
        )
        self.server.asked.append(asked)
        path, _, _query = self.path.partition("?")
        first = self.server.paths.count(self.path) == 1
        if path in _RAW:
            self.wfile.write(_RAW[path])
            self.close_connection = True
        elif path in REDIRECTS:
            status, target = REDIRECTS[path]
            self._say(status, Location=target)
        elif path.startswith("/on/"):
            self._say(302, Location=f"/on/{int(path[4:]) + 1}")
        elif path == "/cookie":
            self._say(*((200, {}) if self.headers["Cookie"] else (302, {"Location": path, "Set-Cookie": "a=b"})))
        elif path in ("/busy", "/busy-until"):
            wait = "0" if path == "/busy" else format_datetime(datetime.now(UTC), usegmt=True)
            self._say(429 if first else 200, **{"Retry-After": wait})
        elif path.startswith("/always-busy"):
            self._say(429, **{"Retry-After": "0"})
        elif path.startswith("/busy-for-long"):
            self._say(429, **{"Retry-After": "3600"})
        elif path.startswith("/never"):
            self.server.has_never.set()
            self.server.stopped.wait()
        elif path.startswith("/drip"):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
            self._drip()
        elif path == "/endless":
            self._say(200)
            self._drip()
        else:
            number = path.strip("/").partition("-")[0]
            self._say(404 if path in self.server.gone else int(number) if number.isdigit() else 200)

    def _say(self, status: int, headers: dict[str, str] | None = None, /, **more: str) -> None:
        self.send_response(status)
        for name, value in {**(headers or {}), **more}.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()

    def _drip(self) -> None:
        while not self.server.stopped.wait(0.05):
            self.wfile.write(b"x")


def certificate(folder: Path) -> Path | None:
    """A certificate that nobody vouches for, with its key; nothing where there is no ``openssl``."""
    if not (program := shutil.which("openssl")):
        return None
    file = folder / "certificate.pem"
    made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=x"]
    subprocess.run([program, *made, "-keyout", file, "-out", folder / "only.pem"], check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + (folder / "only.pem").read_bytes())
    return file
