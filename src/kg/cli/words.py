"""What the command says to people: messages.toml, in the language of the terminal."""

from __future__ import annotations

import argparse
import os
import tomllib
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

# adds one subcommand with what runs it, and returns its parser
Sub = Callable[[str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]


@lru_cache(maxsize=1)
def _texts() -> dict[str, dict[str, str]]:
    with (Path(__file__).parents[1] / "messages.toml").open("rb") as file:
        return tomllib.load(file)


def language() -> str:
    """The language of the terminal: zh or en."""
    said = next((os.environ[v] for v in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(v)), "")
    return "zh" if said.lower().startswith("zh") else "en"


@lru_cache(maxsize=1)
def _messages() -> dict[str, str]:
    return {**_texts()["en"], **_texts()[language()]}


def examples() -> dict[str, str]:
    """One real example of each subcommand, by its name."""
    return _texts()["examples"]


def say(key: str, **values: object) -> str:
    """A message in the language of the terminal."""
    return _messages()[key].format(**values)


def reason(key: str) -> str:
    """Why something was not taken, in words; the key itself where there are none."""
    return _messages().get("why_" + key.replace("-", "_"), key)


def width(text: str) -> int:
    """Columns of a terminal that a text takes: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def padded(text: str, columns: int) -> str:
    """A text with blanks after it, so that columns stand under each other."""
    return text + " " * (columns - width(text))
