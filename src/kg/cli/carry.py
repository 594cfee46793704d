"""kg export: a built graph in the forms other tools read."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.cli.words import Sub, say


def register(sub: Sub) -> None:
    """Add this command to the parser."""
    p = sub("export", _export)
    p.add_argument("out", type=Path, metavar="OUT-or-graph", help=say("opt_built"))
    p.add_argument("--to", metavar="FORMAT", default="", help=say("opt_to"))
    p.add_argument("--cube", dest="to", action="store_const", const="cube", help=say("opt_cube"))
    p.add_argument("-o", "--file", type=Path, metavar="FILE-or-FOLDER", default=None, help=say("opt_file"))
    p.add_argument("--gzip", action="store_true", help=say("opt_gzip"))
    p.add_argument("--shard", type=int, metavar="N", default=None, help=say("opt_shard"))


def _export(args: argparse.Namespace) -> int:
    from kg.errors import InputError
    from kg.exits import export
    from kg.knowledge import default_root

    if not args.to:
        raise InputError(say("no_format", formats=", ".join(export.FORMATS)))
    source = export.opened(args.out, args.ontology or default_root())
    done = export.export(source, args.to, args.file, args.gzip, args.shard)
    counts = say("comma").join(say(f"n_{name}", n=n) for name, n in done.counts.items() if n or name != "replaced")
    print(say("exported", path=done.path, counts=counts))
    return 0
