"""A small triple store on loopback that fails on order: Graph Store Protocol and SPARQL over pyoxigraph."""

from __future__ import annotations

import base64
import hashlib
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

Body = tuple[int, str, bytes]  # status, media type, body


@dataclass
class Fake:
    """What the store does wrong, and what it was asked."""

    store: ox.Store = field(default_factory=ox.Store)
    writes: Callable[[int, bytes], Body | str | None] = lambda n, body: None  # n: of this write, the knock not counted
    reads: Callable[[int], Body | str | None] = lambda n: None
    mangle: Callable[[str], str] = lambda text: text  # of what arrives
    scheme: str = ""  # basic or digest
    password: str = "秘密"
    server: str = "Fake/1"
    asked: list[str] = field(default_factory=list)
    written: int = 0
    read: int = 0
    dead: bool = False
    url: str = ""

    @property
    def data(self) -> str:
        return f"{self.url}/data"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    fake: Fake

    def log_message(self, *_: object) -> None:
        pass

    def version_string(self) -> str:
        return self.fake.server

    def body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") == "chunked":
            got = b""
            while size := int(self.rfile.readline(), 16):
                got += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return got
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def answer(self, status: int, media: str = "text/plain", body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def wrong(self, fault: Body | str | None) -> bool:
        """Whether the answer was the fault."""
        if fault is None:
            return False
        if fault == "slow":
            time.sleep(1.5)
        if isinstance(fault, str):  # dies: the connection breaks off; stays dead when told so
            self.fake.dead = fault == "dead"
            self.close_connection = True
            return True
        status, media, body = fault
        self.answer(status, media, body, **({"Location": body.decode()} if status == 307 else {}))
        return True

    def allowed(self) -> bool:
        fake, header = self.fake, self.headers.get("Authorization", "")
        if not fake.scheme:
            return True
        if fake.scheme == "basic":
            right = header == "Basic " + base64.b64encode(f"me:{fake.password}".encode()).decode()
        else:
            said = dict(re.findall(r'(\w+)="?([^",]*)"?', header))
            md5 = lambda text: hashlib.md5(text.encode()).hexdigest()  # noqa: E731
            ha1, ha2 = md5(f"me:r:{fake.password}"), md5(f"{self.command}:{self.path}")
            parts = (ha1, said.get("nonce"), said.get("nc"), said.get("cnonce"), "auth", ha2)
            right = said.get("response") == md5(":".join(map(str, parts)))
        if not right:
            challenge = 'Basic realm="r"' if fake.scheme == "basic" else 'Digest realm="r", nonce="n1", qop="auth"'
            self.answer(401, body=b"no", WWW_Authenticate=challenge)
        return right

    def handle_one(self) -> None:
        fake, address = self.fake, urlsplit(self.path)
        body = self.body()
        fake.asked.append(f"{self.command} {address.path} {len(body)}")
        if fake.dead:
            self.close_connection = True
            return
        if address.path == "/query" and b"ASK" in body:  # whether anything is there
            self.answer(200, "application/sparql-results+json", b'{"head":{},"boolean":true}')
        elif address.path == "/query":
            fake.read += 1
            if not self.wrong(fake.reads(fake.read)):
                self.query(parse_qs(body.decode())["query"][0])
        elif address.path == "/data":
            if self.allowed():
                self.data(parse_qs(address.query, keep_blank_values=True), body)
        else:
            self.answer(404)

    do_GET = do_PUT = do_POST = handle_one

    def query(self, text: str) -> None:
        found = self.fake.store.query(text)
        if isinstance(found, ox.QuerySolutions):
            made = found.serialize(format=ox.QueryResultsFormat.JSON)
            self.answer(200, "application/sparql-results+json", made)
        else:
            self.answer(200, "application/n-triples", ox.serialize(found, format=ox.RdfFormat.N_TRIPLES))

    def data(self, parameters: dict[str, list[str]], body: bytes) -> None:
        fake = self.fake
        if body:
            fake.written += 1
        if self.wrong(fake.writes(fake.written if body else 0, body)):
            return
        graph = ox.NamedNode(parameters["graph"][0]) if "graph" in parameters else ox.DefaultGraph()
        if self.command == "PUT":
            fake.store.clear_graph(graph)
        text = fake.mangle(body.decode())
        form = ox.RdfFormat.from_media_type(self.headers["Content-Type"])
        fake.store.load(text.encode(), format=form, to_graph=graph)
        self.answer(204)


@contextmanager
def serving(fake: Fake) -> Iterator[Fake]:
    """The store on a port of its own."""
    handler = type("Bound", (Handler,), {"fake": fake})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
