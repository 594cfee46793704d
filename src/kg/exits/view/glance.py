"""The first glance: what is drawn before anybody asks, and where.

A picture of everything is a picture of nothing. Entities are grouped (sections of one report; reports, places or
classes of several), each group is a card with its most interesting members, what several groups share stands in the
middle beside the place the reports are about, whose own relations are counted on the cards and not drawn.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from kg.exits.view import discs, figures
from kg.exits.view.groups import Group, groupings

WIDTH, GAP, BAND, CELL = 1014, 18, 182, 40
SPLITS = ((), (1,), (1, 1), (2, 1), (2, 2), (3, 2), (3, 3), (3, 2, 2), (3, 3, 2), (3, 3, 3))
CARDS = len(SPLITS) - 1
CROSS = 6
KEPT = 2  # cells of a card that figures have
EDGES = 150  # more lines than this are a hairball
DRAWN = 1000  # nodes at most in any picture


def arrange(data: dict[str, Any]) -> None:
    """Give the payload its interest (`E.d`), its main section (`E.s`) and its pictures (`views`)."""
    entities = data["E"]
    data["number"] = {node: n for n, node in enumerate(entities["i"])}
    near = _interest(data)
    named: list[dict[int, int]] = data.pop("named")
    entities["s"] = [min(c, key=lambda s: (-c[s], s)) if c else -1 for c in named]
    data["kpi"] = figures.headline(data)
    data["views"] = {name: _view(data, *grouping, near) for name, grouping in groupings(data, named).items()}


def _interest(data: dict[str, Any]) -> list[set[int]]:
    """Degree of interest of each entity; returns its neighbours besides the hubs."""
    entities, hubs = data["E"], set(data["hubs"])
    near: list[set[int]] = [set() for _ in entities["i"]]
    joined = _joined(data)
    held: Counter[int] = Counter(data["O"]["s"])
    held.update(n for n in data["A"]["e"] if n >= 0)
    for s, o, said in zip(data["R"]["s"], data["R"]["o"], data["R"]["d"], strict=True):
        if said >= 0 and s not in hubs and o not in hubs and s != o:
            near[s].add(o)
            near[o].add(s)
    entities["d"] = []
    for n, cls in enumerate(entities["c"]):
        label = data["labels"].get(cls, ())
        own = label[4] if len(label) > 4 else 0.0
        found = 1.6 * math.log1p(len(near[n])) + 1.1 * math.log1p(min(held[n], 4)) + own
        found += (
            0.25 * math.log1p(entities["m"][n])
            + 0.8 * math.log1p(len(joined.get(n, ())))
            - (0 if entities["m"][n] else 1.5)
        )
        entities["d"].append(round(found, 2))
    return near


def _view(data: dict[str, Any], groups: list[Group], shared: dict[int, int], near: list[set[int]]) -> dict[str, Any]:
    """One picture: cards, the middle, the places of what is drawn, and the discs of the cluster layout."""
    interest, hubs = data["E"]["d"], data["hubs"]
    middle = [n for n, times in shared.items() if times > 1 and n not in hubs]
    middle.sort(key=lambda n: (-interest[n] - 0.8 * shared[n], n))
    cross = set(middle[:CROSS])
    hub = set(hubs)
    rest = [sorted((n for n in g.members if n not in cross | hub), key=lambda n: (-interest[n], n)) for g in groups]
    told = [figures.telling(data, g.figures) for g in groups]
    full = [k for k, g in enumerate(groups) if g.tells] or [k for k, own in enumerate(rest) if own]
    shown = sorted(sorted(full, key=lambda k: (-sum(1 + interest[n] for n in rest[k]) - len(told[k]), k))[:CARDS])
    left = iter(shown)
    lines = [[next(left) for _ in range(wide)] for wide in SPLITS[len(shown)]]
    band = BAND if cross else BAND - 46
    cards: list[dict[str, Any]] = []
    at: dict[int, list[int]] = {}
    top = 0.0
    for line, (own_groups, rows) in enumerate(zip(lines, _rows(lines, rest, told), strict=True)):
        wide, height = len(own_groups), 94 + rows * CELL
        width = (WIDTH - (wide - 1) * GAP) / wide
        top = top or -(band / 2 + GAP + height)
        for k, g in enumerate(own_groups):
            own, columns = rest[g], 6 // wide
            x = -WIDTH / 2 + k * (width + GAP)
            picked = own[: columns * rows - min(KEPT, len(told[g]))]
            picked.sort(key=lambda n: (_rank(data, n), -interest[n], n))
            cells = [
                [round(x + 24 + column * (width - 12) / columns), round(top + 66 + row * CELL)]
                for column in range(columns)
                for row in range(rows)
            ]
            at.update(zip(picked, cells, strict=False))
            said = [[*pair, *xy] for pair, xy in zip(told[g], cells[len(picked) :], strict=False)]
            cell = round((width - 12) / columns)
            cards.append({
                "g": g, "x": round(x), "y": round(top), "w": round(width), "h": height, "cell": cell,
                "more": len(own) - len(picked), "hub": _bundle(data, groups[g].members), "said": said,
            })  # fmt: skip
        top += height + GAP + (band + GAP if line == 0 else 0)
    for place, n in enumerate(middle[:CROSS]):
        at[n] = [round(-WIDTH / 2 + 112 + place * (WIDTH - 112) / CROSS), band // 2 - 26]
    if len(hubs) == 1:
        at[hubs[0]] = [0, 0 if band < BAND else -26]
    drawn = set(at) - hub
    edges = sorted((-interest[s] - interest[o], s, o) for s in drawn for o in near[s] & drawn if s < o)
    members = [[n for n in g.members if n not in hub] for g in groups]
    most = sorted({n for own in members for n in own}, key=lambda n: (-interest[n], n))[: DRAWN - len(hubs)]
    return {
        "groups": [[g.title, own, len(g.figures)] for g, own in zip(groups, members, strict=True)],
        "cards": cards, "band": band, "at": [[n, *xy] for n, xy in sorted(at.items())], "cross": middle[:CROSS],
        "edges": [[s, o] for _, s, o in edges[:EDGES]], "discs": discs.layout(members, set(most), interest, hubs),
    }  # fmt: skip


def _rows(lines: list[list[int]], rest: list[list[int]], told: list[list[list[int]]]) -> list[int]:
    """How many rows the cards of each line have: what one line does not need, another may use."""
    need = [max(math.ceil((len(rest[g]) + min(len(told[g]), 6)) / (6 // len(line))) for g in line) for line in lines]
    base = 5 if len(lines) < 3 else 4
    rows = [min(base, n) for n in need]
    spare = base * len(lines) - sum(rows)
    for line, n in enumerate(need):
        more = min(spare, n - rows[line])
        rows[line] += more
        spare -= more
    return rows


def _rank(data: dict[str, Any], n: int) -> int:
    order = list(data["labels"])
    cls = data["E"]["c"][n]
    return order.index(cls) if cls in data["labels"] else len(order)


def _bundle(data: dict[str, Any], members: Sequence[int]) -> list[list[Any]]:
    """How often the places of the reports are joined to members of a group: [predicate, times], the most first."""
    joined = _joined(data)
    count: Counter[int] = Counter()
    for n in members:
        count.update(joined.get(n, ()))
    return [[p, times] for p, times in sorted(count.items(), key=lambda c: (-c[1], c[0]))[:3]] + [["", count.total()]]


def _joined(data: dict[str, Any]) -> dict[int, list[int]]:
    """The relations of each entity with the places of the reports, made once."""
    if "joined" in data:
        return data["joined"]  # type: ignore[no-any-return]
    found: dict[int, list[int]] = {}
    hubs = set(data["hubs"])
    seen = set()
    columns = (data["R"][c] for c in "spod")
    for s, p, o, said in zip(*columns, strict=True):  # of what the reports say, not of the list of divisions
        if said >= 0 and (s in hubs) != (o in hubs) and (s, p, o) not in seen:
            seen.add((s, p, o))
            found.setdefault(o if s in hubs else s, []).append(p)
    data["joined"] = found
    return found
