"""The cluster layout: one disc of entities per group, the most interesting in the middle of its disc.

Deterministic: a sunflower needs no chance, so no seed either.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

STEP = 29
ROOM = 90  # between discs, for their names
TURN = math.pi * (3 - math.sqrt(5))
MOST = 12  # discs: what is beyond is one disc of the rest


def layout(
    groups: Sequence[Sequence[int]], drawn: set[int], interest: Sequence[float], hubs: Sequence[int]
) -> dict[str, Any]:
    """Circles [group, x, y, radius] and places [entity, x, y] of what is drawn; the hubs in the middle."""
    kept = [(g, [n for n in own if n in drawn]) for g, own in enumerate(groups)]
    kept = [(g, own) for g, own in kept if own]
    if len(kept) > MOST:
        order = sorted(kept, key=lambda k: (-len(k[1]), k[0]))
        kept = [*sorted(order[: MOST - 1]), (-1, [n for _, own in order[MOST - 1 :] for n in own])]
    radius = [STEP * math.sqrt(len(own)) + 26 for _, own in kept]
    middle = 60 + 30 * math.sqrt(len(hubs))
    around = sum(2 * r + ROOM for r in radius) / (2 * math.pi) if len(kept) > 1 else 0
    ring = max(around, max(radius, default=0) + middle + 30)
    circles, places = [], []
    angle = -math.pi / 2
    share = 2 * math.pi / sum(2 * r + ROOM for r in radius) if radius else 0
    for (g, own), r in zip(kept, radius, strict=True):
        angle += (r + ROOM / 2) * share
        x, y = 1.25 * ring * math.cos(angle), ring * math.sin(angle)
        angle += (r + ROOM / 2) * share
        circles.append([g, round(x), round(y), round(r)])
        places += _sunflower(sorted(own, key=lambda n: (-interest[n], n)), x, y)
    places += _sunflower(hubs[:200], 0, 0)
    return {"circles": circles, "at": places, "middle": round(middle)}


def _sunflower(own: Sequence[int], x: float, y: float) -> list[list[int]]:
    found = []
    for k, n in enumerate(own):
        r = STEP * math.sqrt(k + 0.3) if len(own) > 1 else 0
        found.append([n, round(x + r * math.cos(k * TURN)), round(y + r * math.sin(k * TURN))])
    return found
