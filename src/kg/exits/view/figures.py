"""The key figures of the first glance: what the reports' own places say of known indicators."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

TILES = 6
MOST = 24  # figures that a card may have to choose from
HEADLINE = 60  # indicators at the head of the list of indicators are those that reports open with


def headline(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Up to six tiles: indicator, its levels in order of period and place, and its latest change.

    In one report those that it has both the value and the change of come first, then those it says early; in several
    those that the most places and periods have.
    """
    o, hubs = data["O"], set(data["hubs"])
    words = data["S"]
    several = len(data["docs"]) > 1
    levels: dict[tuple[int, int], list[int]] = defaultdict(list)
    changes: dict[tuple[int, int], list[int]] = defaultdict(list)
    for n, subject in enumerate(o["s"]):
        known = data["I"][o["i"][n]][4] >= 0
        span = words[o["p"][n]].split("/")
        if several and span[0][:4] != span[-1][:4]:
            continue  # a sum of years stands beside no single year
        if subject not in hubs or not known or words[o["t"][n]] not in ("achieved", "expected"):
            continue
        measure = words[o["m"][n]]
        if measure in ("level", "share"):
            levels[o["i"][n], o["f"][n]].append(n)
        elif measure == "growth-rate":
            changes[o["i"][n], o["f"][n]].append(n)
    for key, own in levels.items():  # one tile, one unit
        unit = Counter((o["m"][n], o["u"][n]) for n in own).most_common(1)[0][0]
        levels[key] = [n for n in own if (o["m"][n], o["u"][n]) == unit]
    keys = sorted(set(levels) | set(changes))

    def worth(key: tuple[int, int]) -> tuple[Any, ...]:
        own = levels[key] + changes[key]
        if several:
            spread = len({(o["s"][n], words[o["p"][n]]) for n in levels[key]})
            return (-spread * (3 if data["I"][key[0]][4] < HEADLINE else 1), data["I"][key[0]][4])
        headline = 0 if data["I"][key[0]][4] < HEADLINE else 1
        return (
            -bool(levels[key] and changes[key]) - 2 * (not headline),
            data["I"][key[0]][4] if not headline else 0,
            min(own),
        )

    tiles = []
    for key in sorted(keys, key=worth)[:TILES]:
        once = {(words[o["p"][n]], o["s"][n]): n for n in reversed(levels[key])}
        own = [once[place] for place in sorted(once)]
        grown = max(changes[key], key=lambda n: (words[o["p"][n]], -n), default=-1)
        tiles.append({"i": key[0], "f": key[1], "o": own if several else own[-1:], "g": grown})
    return tiles


def telling(data: dict[str, Any], own: Sequence[int]) -> list[list[int]]:
    """Of a group's figures those that tell most: [value, change], -1 for what is not said; known indicators first.

    Of the reports' own places, achieved or expected, and not on a tile already.
    """
    o, words, hubs = data["O"], data["S"], set(data["hubs"])
    shown = {n for tile in data["kpi"] for n in (*tile["o"], tile["g"])}
    pairs: dict[tuple[int, ...], list[int]] = {}
    for n in own:
        if o["s"][n] not in hubs or words[o["t"][n]] not in ("achieved", "expected") or n in shown:
            continue
        measure = words[o["m"][n]]
        changes = measure in ("growth-rate", "change")
        apart = 1 if measure in ("rank", "multiple") else 0  # no value to stand beside a change
        pair = pairs.setdefault((o["i"][n], o["f"][n], apart), [-1, -1])
        if pair[changes] < 0:
            pair[changes] = n
    known = {key: data["I"][key[0]][4] for key in pairs}
    order = sorted(
        pairs, key=lambda k: (known[k] < 0, k[2], pairs[k][0] < 0 or pairs[k][1] < 0, known[k], max(pairs[k]))
    )
    return [pairs[k] for k in order[:MOST]]
