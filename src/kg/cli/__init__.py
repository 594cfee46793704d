"""The command `kg`: parse arguments, one call, print. Messages live in messages.toml."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from kg.cli import ask, carry, load, make, tune
from kg.cli.words import examples, say
from kg.errors import KgError

__all__ = ["examples", "main", "parser", "say"]


def parser() -> argparse.ArgumentParser:
    """The command line of every subcommand."""
    from kg import __version__

    top = argparse.ArgumentParser(prog="kg", description=say("about"))
    top.add_argument("--version", action="version", version=f"region-kg {__version__}")
    subs = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def sub(name: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        p = subs.add_parser(
            name, help=say(f"help_{name}"), description=say(f"help_{name}"), epilog=f"{say('example')} {examples()[name]}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip
        p.set_defaults(run=run)
        p.add_argument("--ontology", metavar="DIR", type=Path, default=None, help=say("opt_ontology"))
        return p

    for room in (make, ask, carry, load, tune):
        room.register(sub)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit status (0 done, 1 built nothing or checks fail, 2 bad usage or input, 130 stopped)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        args = parser().parse_args(arguments)
        if args.ontology is not None:
            from kg.pipeline import sound

            sound(args.ontology)  # a folder of one's own, before anything is done with it
        status: int = args.run(args)
        sys.stdout.flush()  # a reader that has left (`| head`) is met here, not at exit
        return status
    except KgError as error:
        print(f"kg: {error}", file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        print(f"kg: {say('interrupted')}", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"kg: {error.filename or ''}: {error.strerror or error}", file=sys.stderr)
        return 2
