"""Real triple stores for the tests marked `stores`, each on a port of its own, gone when the tests end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import ROOT

WHERE = Path(os.environ["KG_STORES"]) if os.environ.get("KG_STORES") else None

VIRTUOSO = """
[Database]
DatabaseFile={0}/virtuoso.db
ErrorLogFile={0}/virtuoso.log
LockFile={0}/virtuoso.lck
TransactionFile={0}/virtuoso.trx
xa_persistent_file={0}/virtuoso.pxa
MaxCheckpointRemap=2000
[TempDatabase]
DatabaseFile={0}/temp.db
TransactionFile={0}/temp.trx
MaxCheckpointRemap=2000
[Parameters]
ServerPort=127.0.0.1:{1}
ServerThreads=10
CheckpointInterval=60
NumberOfBuffers={3}
MaxDirtyBuffers={4}
DirsAllowed=.
[HTTPServer]
ServerPort=127.0.0.1:{2}
ServerThreads=10
Charset=UTF-8
[SPARQL]
ResultSetMaxRows=10000
"""  # ResultSetMaxRows as Debian ships it


@dataclass(frozen=True)
class Running:
    """A store that answers."""

    name: str
    root: str
    data: str
    query: str
    user: str = ""
    password: str = ""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def process(command: list[str], url: str, environment: dict[str, str], log: Path) -> Iterator[None]:
    """A server that answers at the address within a minute."""
    with log.open("wb") as out:
        running = subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=environment)
    try:
        end = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(url, timeout=5).close()
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
                assert running.poll() is None, f"{command[0]} ended: {said}"
                assert time.monotonic() < end, f"{command[0]} does not answer: {said}"
                time.sleep(0.1)
        yield
    finally:
        running.terminate()
        try:
            running.wait(20)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def program(name: str) -> str:
    """A program of the environment the tests run in, or of the machine. Empty when there is none."""
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else shutil.which(name) or ""


@contextmanager
def oxigraph(folder: Path) -> Iterator[Running]:
    """Oxigraph's server, in memory."""
    if not program("oxigraph"):
        pytest.skip("no Oxigraph server here: pip install 'region-kg[stores]'")
    root = f"http://127.0.0.1:{free_port()}"
    command = [program("oxigraph"), "serve", "--bind", root.removeprefix("http://")]
    with process(command, root, dict(os.environ), folder / "oxigraph.log"):
        yield Running("oxigraph", root, f"{root}/store", f"{root}/query")


@contextmanager
def virtuoso(folder: Path, buffers: int = 10_000) -> Iterator[Running]:
    """Virtuoso 7 from unpacked Debian packages, with an empty database; 8 kB a buffer."""
    home = WHERE / "debian" if WHERE else None
    if home is None or not (home / "usr/bin/virtuoso-t").exists():
        pytest.skip("no Virtuoso here: .ci/stores DIR, then KG_STORES=DIR")
    port = free_port()
    database = folder / "virtuoso"
    database.mkdir()
    ini = database / "virtuoso.ini"
    ini.write_text(VIRTUOSO.format(database, free_port(), port, buffers, buffers * 3 // 4), encoding="utf-8")
    libraries = f"{home}/usr/lib/x86_64-linux-gnu:{home}/lib/x86_64-linux-gnu"
    root = f"http://127.0.0.1:{port}"
    command = [str(home / "usr/bin/virtuoso-t"), "+configfile", str(ini), "+foreground"]
    environment = {**os.environ, "LD_LIBRARY_PATH": libraries}
    with process(command, f"{root}/sparql", environment, folder / "virtuoso.out"):
        yield Running("virtuoso", root, f"{root}/sparql-graph-crud-auth", f"{root}/sparql", "dba", "dba")


@contextmanager
def serve(folder: Path, graph: Path) -> Iterator[Running]:
    """Our own server over a folder, writable."""
    if not (ROOT / "src/kg/exits/sparql/serve").is_dir():
        pytest.skip("kg serve is not in this version")
    root = f"http://127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "kg.cli", "serve", str(graph), "--port", root.rsplit(":", 1)[1], "--writable"]
    with process(command, f"{root}/sparql", dict(os.environ), folder / "serve.log"):
        yield Running("kg serve", root, f"{root}/store", f"{root}/sparql")


def jena() -> Path:
    """The folder of Debian's Apache Jena, unpacked: it has a bulk loader and a query engine, and no server."""
    home = WHERE / "jena" if WHERE else None
    if home is None or not (home / "messages").is_dir() or not shutil.which("java"):
        pytest.skip("no Apache Jena here: .ci/stores DIR, then KG_STORES=DIR")
    return home


def comunica() -> list[str]:
    """The command that runs Comunica's client."""
    if WHERE is None or not (WHERE / "comunica/node_modules/.bin/comunica-sparql").exists():
        pytest.skip("no Comunica here: .ci/stores DIR, then KG_STORES=DIR")
    return [str(WHERE / "node/bin/node"), str(WHERE / "comunica/node_modules/.bin/comunica-sparql")]


def reader(name: str) -> tuple[str, dict[str, str]]:
    """A Debian reader of Turtle that was unpacked, and the environment it runs in."""
    home = WHERE / "debian/usr" if WHERE else None
    if home is None or not (home / "bin" / name).exists():
        pytest.skip(f"no {name} here: .ci/stores DIR, then KG_STORES=DIR")
    return str(home / "bin" / name), {**os.environ, "LD_LIBRARY_PATH": f"{home}/lib/x86_64-linux-gnu"}
