"""What a report is about, which year it reports on, when it was said, of what kind it is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache

from kg.knowledge import Knowledge
from kg.numerals import chinese
from kg.stages.places.gazetteer import COUNTRY, Gazetteer, gazetteer

CITIES = ("11", "12", "31", "50")  # provinces that are cities: they say 全市
AMONG_OTHERS = ("71", "81", "82")  # Taiwan, Hong Kong, Macau
HEAD, BODY = 800, 40000  # characters of a text that speak of its subject most, and that are read at all


@lru_cache(maxsize=64)
def document_place(name: str, text: str, knowledge: Knowledge) -> tuple[str, str]:
    """(canonical name, division code) of what a report is about; ("", "") when nothing says so.

    Evidence, weighed: the file name and title, names that an office or an assembly follows, full names in the opening,
    how often names and short forms occur, and which word the text uses of itself (全市, 全省, 全县 …).
    """
    g = gazetteer(knowledge)
    text = g.rules["dateline"].sub("", text[:BODY])
    selves: Counter[str] = Counter()
    for word, level in g.selves.items():
        selves[level] += text.count(word)
    direct: dict[str, float] = defaultdict(float)
    anchored: Counter[str] = Counter()
    for source, factor in ((name, 30.0), (text[:120], 12.0), (text[:HEAD], 6.0), (text, 1.0)):
        for end, codes, weight in _found(source, g):
            office = factor > 1 and bool(g.rules["office"].match(source, end))
            for code in codes:  # a shared name counts little for each of its bearers
                direct[code] += factor * weight * (5.0 if office else 1.0) / len(codes)
                anchored[code] += office
    speaker = g.rules["speaker"].search(text[: 2 * HEAD])
    if speaker:  # 我代表省人民政府: as good as saying 全省 many times
        selves[g.speakers.get(speaker["level"], "")] += 10
    for code in [c for c in direct if len(c) == 6 and len(g.full.get(g.names[c], ())) > 1]:
        # 朝阳区 of Beijing or of Changchun: the one whose city or province is named too
        direct[code] *= 1.0 + 0.5 * (code[:4] in direct) + 0.25 * (code[:2] in direct)
    for code in AMONG_OTHERS:  # not counted in the figures of the country, say its reports
        if not anchored[code]:
            direct.pop(code, None)
    ranked = sorted((c for c in direct if c != COUNTRY), key=lambda c: (-direct[c] * _fit(c, selves, g), c))
    best = ranked[0] if ranked else ""
    if _national(text, best, direct, anchored, selves, g):
        return g.names[COUNTRY], COUNTRY
    if best and not anchored[best]:
        best = _levelled(best, ranked, direct, selves, g)
    best = _covered(best, text, direct, anchored, selves, g)
    if not best or direct[best] < 3:
        return "", ""
    return g.names[best], best


def document_self(text: str, knowledge: Knowledge) -> str:
    """The word a text uses of its own territory (全市, 全省 …) most often; "" when it uses none.

    For a text that never names its place: its figures are of that place all the same.
    """
    selves = gazetteer(knowledge).selves
    used = Counter({word: text.count(word, 0, BODY) for word, level in selves.items() if level != "country"})
    word, times = max(used.items(), key=lambda p: (p[1], p[0]), default=("", 0))
    return word if times else ""


def _levelled(best: str, ranked: list[str], direct: dict[str, float], selves: Counter[str], g: Gazetteer) -> str:
    """The division at the level the text speaks of itself, when the name it prints most is of another level."""
    if best in CITIES:
        return best
    if len(best) == 2 and selves["province"] <= 2 * selves["prefecture"]:
        # a city's report speaks of its province too, but no province's report of one city as much as of itself
        cities = [c for c in ranked if c.startswith(best) and g.levels[c] == "prefecture"]
        enough = 0.75 if selves["prefecture"] < 3 * selves["province"] else 0.25
        return cities[0] if cities and direct[cities[0]] > enough * direct[best] else best
    if len(best) == 4 and selves["province"] > 5 and not selves["prefecture"]:
        if direct.get(best[:2]):
            return best[:2]  # a province's report that names its capital more often than itself
        named = [c for c in ranked if c[:2] == best[:2] and len(c) > 2]
        if len(named) > 3 and sum(direct[c] for c in named) > 0.7 * sum(direct[c] for c in ranked):
            direct[best[:2]] = 3.0
            return best[:2]  # that never names itself, and names places of one province
    if len(best) == 6 and best[:4] in g.names and selves["prefecture"] > selves["county"]:
        # 全市 and several counties of one prefecture: the report is about the prefecture
        sisters = [c for c in ranked if len(c) == 6 and c.startswith(best[:4])]
        if len(sisters) > 2 and direct[best] < 0.6 * sum(direct[c] for c in sisters):
            direct[best[:4]] = max(direct[best[:4]], 3)
            return best[:4]
    return best


def _covered(
    best: str, text: str, direct: dict[str, float], anchored: Counter[str], selves: Counter[str], g: Gazetteer
) -> str:
    """The prefecture whose counties a text names, when it says 全市 or 全州 and what was found is not that one.

    A slip of the pen in the title (a namesake by sound), a county named more often than its city, the province: a city
    names most of its own counties and few of any other.
    """
    local = sum(n for level, n in selves.items() if level != "country")
    if best in CITIES or selves["prefecture"] < 3 or (len(best) != 2 and selves["prefecture"] < 0.6 * local):
        return best
    counties = _counties(text, g)
    top = max(counties, key=lambda c: (len(counties[c]), direct.get(c, 0.0), c), default="")
    most, own = len(counties.get(top, ())), len(counties.get(best[:4], ()))
    if top == best or most < 3 or direct.get(top, 0.0) < 1:
        return best
    if len(best) == 4:
        other = own or most < (4 if anchored[best] else 3)
    else:
        second = max((len(c) for p, c in counties.items() if p != top), default=0)
        cities = sorted((direct[c] for c in direct if c != top and len(c) == 4 and c[:2] == best[:2]), reverse=True)
        other = most <= second + 1 or (len(best) == 6 and anchored[best] > 0)
        other = other or (len(best) == 2 and (anchored[best] > 1 or direct[top] < 2 * max(cities, default=0.0)))
    if not other:
        direct[top] = max(direct[top], 3)
    return best if other else top


def _counties(text: str, g: Gazetteer) -> dict[str, set[str]]:
    """The counties that a text names, by their prefecture: names that only one county has, words left out."""
    found: dict[str, set[str]] = defaultdict(set)
    past = 0
    for i in _begun(text, g):
        if i >= past and (surface := _surface(text, i, g)):
            codes = g.full.get(surface) or g.short.get(surface, ())
            if len(codes) == 1 and len(codes[0]) == 6 and codes[0][:4] in g.names and surface not in g.common:
                found[codes[0][:4]].add(codes[0])
                past = i + len(surface)
    return found


def _begun(text: str, g: Gazetteer) -> list[int]:
    """Where two characters stand that some name of a division begins with."""
    index = g.index
    return [i for i in range(len(text) - 1) if text[i : i + 2] in index]


def _surface(text: str, i: int, g: Gazetteer) -> str:
    """The longest name of a division that begins at one of these places; "" when none does or a word goes on from it."""
    surface = next((s for s in g.index[text[i : i + 2]] if text.startswith(s, i)), "")
    return "" if surface and g.part_of_word(surface, text, i) else surface


def _national(
    text: str, best: str, direct: dict[str, float], anchored: Counter[str], selves: Counter[str], g: Gazetteer
) -> bool:
    """Whether a text speaks of the whole country: no place's office signs it and it says 全国 rather than 全市."""
    if best and anchored[best]:
        return False
    local = sum(selves.values()) - selves["country"]
    spread = sum(w for c, w in direct.items() if g.levels[c] in ("province", "prefecture"))
    if local < 5 and g.rules["national"].search(text[:HEAD]):
        return not best or direct[best] < max(0.5 * spread, 30)
    return selves["country"] > 2 * local and (not best or direct[best] < 0.35 * spread or selves["country"] > 60)


def _fit(code: str, selves: Counter[str], g: Gazetteer) -> float:
    """How well a division's level fits the words a text uses of itself: 1 to 3."""
    own = "prefecture" if code in CITIES else g.levels[code]
    of = {
        "province": ("province", "district"),
        "prefecture": ("prefecture",),
        "county": ("county", "district", "prefecture"),
    }
    total = sum(v for k, v in selves.items() if k != "country") or 1
    return 1.0 + 2.0 * sum(selves[level] for level in of.get(own, ())) / total * (0.5 if own == "county" else 1.0)


def _found(text: str, g: Gazetteer) -> list[tuple[int, tuple[str, ...], float]]:
    """Every division name in a text: its end, its codes and its weight (full names 3, short forms 1)."""
    found, past = [], 0
    spelled: dict[str, bool] = {}
    for i in _begun(text, g):
        if i >= past and (surface := _surface(text, i, g)):
            end = i + len(surface)
            if weighed := _weigh(surface, text, end, g, spelled):
                found.append((end, *weighed))
                past = end
    return found


def _weigh(
    surface: str, text: str, end: int, g: Gazetteer, spelled: dict[str, bool]
) -> tuple[tuple[str, ...], float] | None:
    codes = g.full.get(surface)
    if surface in g.near and not g.rules["office"].match(text, end):
        return None  # 城区, 老城区: every city has one
    if codes:
        return codes, 3.0 if len(surface) > 2 else 1.0  # 示范县, 建成县: two characters prove little
    known = tuple(c for c in g.short[surface] if g.levels[c] != "county") or g.short[surface]
    county = g.levels[known[0]] == "county"
    if surface in g.ordinary or county:
        # 资源, 共和, 安康 are words first: they count where the text spells the division out
        if surface not in spelled:
            spelled[surface] = any(g.names[c] in text for c in known)
        if not spelled[surface]:
            return None
    return known, 0.3 if county else 1.0


# ------------------------------------------------------------------------------------------ the year


def _years(text: str, pattern: re.Pattern[str]) -> list[int]:
    found = []
    for m in pattern.finditer(text):
        printed = next((v for v in m.groupdict().values() if v), "")
        value = int(printed) if printed.isdecimal() else chinese(re.sub("[\u25cbO0]", "\u3007", printed))
        found += [int(value)] if value is not None and 1900 <= value <= 2100 else []
    return found


def document_year(name: str, text: str, knowledge: Knowledge) -> int | None:
    """The year a report reports on; None when nothing says so.

    A work report read early in a year, or titled with it, reports on the year before; a communiqué or a review
    on the year in its title; a plan on the first year of the five it covers.
    """
    g = gazetteer(knowledge)
    titled = _years(name + "\n" + text[:1500], g.rules["year.titled"])
    genre = document_genre(text, knowledge)
    if genre == "work-report":
        year = _year_worked(name, text, titled, g)
        if year:
            return year
    if genre == "plan":
        m = g.rules["plan.number"].search(name + "\n" + text[:1500])
        which = chinese(m["n"]) if m else None
        if which is not None:
            return 1951 + 5 * int(which)  # the fifth began in 1976; five years apart since
    if titled:
        return titled[0]
    years = Counter(int(y) for y in re.findall(r"(20[0-4]\d)\s*\u5e74", text[:20000]))
    return years.most_common(1)[0][0] if years else None


def _year_worked(name: str, text: str, titled: list[int], g: Gazetteer) -> int | None:
    """The year a work report looks back on: the one before it was read, when it was read by July."""
    past = _years(text[:6000], g.rules["year.past"])
    spoken = g.rules["published"].search(text[:1200])
    if spoken:
        year = int(spoken["y"])
        late = int(spoken["m"]) > 7 and (year in past or year - 1 not in (*past, *titled))  # put on the web later
        return year if late else year - 1
    report = _years(name + "\n" + text[:400], g.rules["year.report"])
    if report and (report[0] - 1 in past or not past):
        return report[0] - 1
    begun = {int(y) for y in re.findall(r"((?:19|20)\d\d)\s*\u5e74", text[:6000])}
    planned = [y for y in _years(text[:BODY], g.rules["year.ahead"]) if y - 1 in begun and y + 1 not in past]
    if planned:
        return max(planned) - 1
    mentioned = {int(y) for y in re.findall(r"(20[0-4]\d)\s*\u5e74", text[:20000])}
    followed = [y for y in past if y + 1 in mentioned]
    if followed:
        return max(followed)
    return max(past) if past else (titled[0] if titled else None)


def document_title(text: str, knowledge: Knowledge) -> str:
    """The first line that reads like a title."""
    del knowledge
    for line in text.splitlines()[:30]:
        bare = re.sub(r"[#*_>\s\u3000]+", " ", line).strip()
        if len(bare) >= 4 and any("\u4e00" <= c <= "\u9fff" for c in bare):
            return bare[:120]
    return ""


def document_published(text: str, knowledge: Knowledge) -> str:
    """ISO date of the first full date in the opening; "" when there is none."""
    m = gazetteer(knowledge).rules["published"].search(text[:1500])
    return f"{m['y']}-{int(m['m']):02}-{int(m['d']):02}" if m else ""


def document_genre(text: str, knowledge: Knowledge) -> str:
    """work-report, communique or plan by what the opening says of itself, or whom the text addresses; "" otherwise."""
    rules = gazetteer(knowledge).rules
    for genre in ("communique", "work-report", "plan"):
        spoken = genre == "work-report" and rules["addressed"].search(text, 0, BODY)
        if spoken or rules[f"genre.{genre}"].search(text[:600]):
            return genre
    return ""
