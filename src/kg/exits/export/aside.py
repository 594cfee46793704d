"""Nothing half-written: a file or a folder is made beside its place and renamed when it is whole."""

from __future__ import annotations

import gzip
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from kg.errors import InputError

MANIFEST = "manifest.json"


@contextmanager
def file(target: Path, packed: bool = False) -> Iterator[IO[bytes]]:
    """A binary file that becomes `target` at the end; after an error nothing is left and an earlier one is whole.

    `packed`: gzip without name and time (RFC 1952 lets both be absent), so equal content is equal bytes. Raises
    InputError when something else than a file is there, OSError (of `target`) when the disk refuses.
    """
    if target.exists() and not target.is_file():
        raise InputError(f"{target}: exists and is not a file: name another output file")
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}-", dir=target.parent)
    try:
        with open(handle, "wb") as raw:
            if packed:
                with pack(raw) as out:
                    yield out
            else:
                yield raw
            raw.flush()
            os.fsync(raw.fileno())
        os.chmod(name, 0o644)
        os.replace(name, target)
    except BaseException as error:
        Path(name).unlink(missing_ok=True)
        _blame(target, error)
        raise


@contextmanager
def folder(target: Path) -> Iterator[Path]:
    """A folder that becomes `target` at the end; it takes the place of an empty folder or an earlier export only.

    Raises InputError when anything else is there, OSError when the disk refuses.
    """
    if target.exists():
        ours = target.is_dir() and ((target / MANIFEST).exists() or not any(target.iterdir()))
        if not ours:
            raise InputError(f"{target}: exists and is no earlier export: name another output folder")
    target.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{target.name[:40]}-", dir=target.parent))
    try:
        yield made
        os.chmod(made, 0o755)
        if target.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{target.name[:40]}-old-", dir=target.parent))
            target.rename(old / "it")
            try:
                made.rename(target)
            except OSError:
                (old / "it").rename(target)
                raise
            finally:
                shutil.rmtree(old, ignore_errors=True)
        else:
            made.rename(target)
    except BaseException as error:
        shutil.rmtree(made, ignore_errors=True)
        _blame(target, error)
        raise


def _blame(target: Path, error: BaseException) -> None:
    """Raise an error of the disk anew with the name of what was to be written, where the system named nothing."""
    if isinstance(error, OSError) and error.filename is None:
        raise OSError(error.errno, error.strerror, str(target)) from error


def pack(raw: IO[bytes]) -> IO[bytes]:
    """A gzip stream whose bytes depend on its content alone."""
    return cast("IO[bytes]", gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=raw, mtime=0))
