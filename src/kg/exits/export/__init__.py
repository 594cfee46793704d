"""A built graph in the forms that other tools read: triples, quads, JSON-LD, networks, a data cube.

Every writer streams from the source to a file that is renamed into place when it is whole, and the same graph gives
the same bytes: no time, no machine, no hash order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kg.errors import InputError
from kg.exits.export import aside, cube, jsonld, network, plain, quads
from kg.exits.export.source import Source, opened

__all__ = ["FORMATS", "Exported", "Source", "export", "opened"]


@dataclass(frozen=True, slots=True)
class Format:
    """One form: the end of its file's name, and what writes it and returns counts."""

    suffix: str
    write: Callable[[Source, IO[bytes]], dict[str, int]]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: where, and how many of what."""

    path: Path
    counts: dict[str, int]


FORMATS = {
    "cube": Format(".cube.ttl", cube.write),
    "jsonld": Format(".jsonld", jsonld.write),
    "graphml": Format(".graphml", network.graphml),
    "gexf": Format(".gexf", network.gexf),
    "nt": Format(".nt", plain.n_triples),
    "nq": Format(".nq", quads.n_quads),
    "trig": Format(".trig", quads.trig),
    "rdfxml": Format(".rdf", plain.rdf_xml),
    "ttl12": Format(".1.2.ttl", plain.turtle12),
}


def export(
    source: Source, form: str, target: Path | None = None, packed: bool = False, shard: int | None = None
) -> Exported:
    """Write the graph in a form; an earlier export stays whole until all is written.

    `target`: a file, or with `shard` a folder; beside the graph when none is given. `packed`: through gzip. `shard`:
    N-Quads in parts of at most that many quads, with manifest.json.

    Returns the path with counts. Raises InputError for an unknown form, a form that has no parts, a graph that is
    not readable or a target that must not be overwritten; EmptyGraphError for a cube of no figure; OSError when the
    disk refuses.
    """
    chosen = FORMATS.get(form)
    if chosen is None:
        raise InputError(f"{form}: no such format; known: {', '.join(FORMATS)}")
    if shard is not None and form != "nq":
        raise InputError(f"{form}: only nq is written in parts (--shard)")
    if shard is not None and shard < 1:
        raise InputError(f"--shard {shard}: a part holds at least one quad")
    if target is None:
        if source.path is None:
            raise InputError("name a file to write: this graph lies in no folder")
        end = ".parts" if shard else chosen.suffix + (".gz" if packed else "")
        target = source.path.with_name(source.path.stem + end)
    if source.path is not None and target.exists() and target.resolve() == source.path.resolve():
        raise InputError(f"{target}: is the graph itself: name another file")
    if shard is not None:
        with aside.folder(target) as made:
            return Exported(target, quads.parts(source, made, shard, packed))
    with aside.file(target, packed) as out:
        return Exported(target, chosen.write(source, out))
