"""Bytes → text, and what kind of bytes they are. The only stage that touches files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from kg.errors import InputError

SUFFIXES = (".txt", ".md", ".text")
LARGEST = 64 * 1024 * 1024  # bytes; the longest of 302 real reports has 220 kB


def reports(inputs: Iterator[Path] | list[Path]) -> tuple[Path, ...]:
    """The report files named by files and folders, each once, sorted by name within a folder.

    Raises InputError for a path that does not exist and for a folder without reports.
    """
    found: dict[Path, None] = {}
    for path in inputs:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in SUFFIXES)
            if not inside:
                raise InputError(f"{path}: no reports in this folder: expected files ending in {', '.join(SUFFIXES)}")
            found.update(dict.fromkeys(inside))
        elif path.exists():
            found[path] = None
        else:
            raise InputError(f"{path}: no such file or folder")
    return tuple(found)


def load(path: Path) -> tuple[str, str]:
    """(text, sha256 of the bytes) of a report file. Raises InputError when it cannot be read as text."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise InputError(
                f"{path}: {size / 1e6:.0f} MB: a report may have {LARGEST / 1e6:.0f} MB; split it into files"
            )
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    return decode(data, str(path)), hashlib.sha256(data).hexdigest()


def decode(data: bytes, name: str) -> str:
    """Text of a report: UTF-8 with or without BOM (not counted), UTF-16 with BOM, else GB18030; newlines untouched.

    Raises InputError for empty or binary data and for bytes in neither encoding.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return _not_empty(data.decode("utf-16"), name)
        except UnicodeDecodeError as error:
            raise InputError(f"{name}: begins like UTF-16 but is not: {error.reason}") from error
    if b"\0" in data:
        raise InputError(f"{name}: binary, not text: expected a report as plain text in UTF-8 or GB18030")
    try:
        return _not_empty(data.decode("utf-8-sig"), name)
    except UnicodeDecodeError as error:
        first = error
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        raise InputError(
            f"{name}: neither UTF-8 (byte {first.start} is {data[first.start]:#04x}) nor GB18030: save it as UTF-8"
        ) from None
    # GB18030 gives a character to nearly every pair of bytes: rare characters in plenty mean it was not GB18030
    odd = sum(1 for c in text if "\ue000" <= c <= "\uf8ff" or (c < " " and c not in "\t\r\n\f") or "\x7f" <= c < "\xa0")
    common = sum(
        1 for c in text if "\u4e00" <= c <= "\u9fff" or c < "\x7f" or "\u3000" <= c <= "\u303f" or c >= "\uff00"
    )
    if odd > len(text) // 50 or common < len(text) * 0.8:
        raise InputError(f"{name}: neither UTF-8 (byte {first.start}) nor readable as GB18030: save it as UTF-8")
    return _not_empty(text, name)


def _not_empty(text: str, name: str) -> str:
    if not text.strip():
        raise InputError(f"{name}: empty: there is nothing to read in it")
    return text
