"""Identity: every IRI of the data, minted here and nowhere else.

ASCII only, `[a-z0-9-]` after the base, no percent signs (a raw % breaks stores, an encoded hanzi is another IRI).
Identity is a hash over kind, scope and the normalised canonical name (`key`). No pinyin stands in an IRI: a new
version of a pinyin library must never change one; pinyin helps searching and lives in the view.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

BASE = "https://w3id.org/region-kg/"

PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "qudt": "http://qudt.org/schema/qudt/",
    "unit": "http://qudt.org/vocab/unit/",
    "wd": "http://www.wikidata.org/entity/",
    "rkg": BASE + "def#",
    "rkgi": BASE + "id/",
    "rkgc": BASE + "code/",
    "rkgx": BASE + "indicator/",
    "rkgu": BASE + "unit/",
}

# what has kinds (id/place/620300) or lists (code/admin-level/county) inside it, each with a prefix of its own
_NESTED = tuple((prefix, space) for prefix, space in PREFIXES.items() if prefix in ("rkgi", "rkgc"))

# for writers that do not see all IRIs before they begin: what would need a backslash stands in <>
FLAT = {prefix: space for prefix, space in PREFIXES.items() if (prefix, space) not in _NESTED}

# quotes, brackets, middle dots, blanks, zero-width characters and soft hyphens, after NFKC
_VARIED = re.compile(r"[“”‘’\"'《》〈〉「」『』【】〔〕（）()\[\]·•‧・\s\u00ad\u200b-\u200f\u2060\ufeff]")


_MARKS = re.compile("[\u201c\u201d\u2018\u2019\"'\u300a\u300b]")


@lru_cache(maxsize=1 << 14)
def digest(*parts: str) -> str:
    """12 hex digits of the SHA-256 of the NFKC-normalised parts, joined by U+001F."""
    text = "\x1f".join(unicodedata.normalize("NFKC", p) for p in parts)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]


def spaces(iris: Iterable[str]) -> dict[str, str]:
    """PREFIXES and one for each kind among the IRIs (rkgi-place:), so that no local name needs a backslash.

    Virtuoso 7 reads `rkgi:place\\/620300` as an IRI that holds the backslash, and says nothing.
    """
    found = dict(PREFIXES)
    for folder in sorted({i[: i.rfind("/") + 1] for i in iris}):
        for prefix, space in _NESTED:
            kind = folder[len(space) : -1]
            if folder.startswith(space) and re.fullmatch(r"[a-z]([a-z0-9-]*[a-z0-9])?", kind):
                found[f"{prefix}-{kind}"] = folder
    return found


def slug(name: str) -> str:
    """A class or code name as it stands in an IRI: IndustryCluster → industry-cluster."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()


def term(name: str) -> str:
    """A class or property of the vocabulary."""
    return f"{BASE}def#{name}"


def code(scheme: str, item: str) -> str:
    """A member of a code list."""
    return f"{BASE}code/{scheme}/{item}"


def place(division: str) -> str:
    """An administrative division by its official code; "0" is the country."""
    return f"{BASE}id/place/{division}"


def called(name: str) -> str:
    """A name as a graph prints it: without quotes and book marks, which one writer sets and another leaves out.

    What is left apart by width, brackets or dots alone has one IRI (see `key`) and may still be printed in two ways.
    """
    return _MARKS.sub("", name) or name


def key(name: str) -> str:
    """A name without what writers vary: width, quotes, brackets, dots, blanks and characters that nobody sees."""
    return _VARIED.sub("", unicodedata.normalize("NFKC", name))


def entity(cls: str, scope: str, label: str) -> str:
    """A named thing. The scope (whose it is: a division's code, "0" the country's) is part of it: many cities have a 人民医院."""
    return f"{BASE}id/{slug(cls)}/{scope or 'x'}-{digest(cls, scope, key(label))}"


def document(identifier: str) -> str:
    """A document by the first 16 hex digits of its bytes' SHA-256."""
    return f"{BASE}id/doc/{identifier}"


def evidence(identifier: str, start: int, end: int) -> str:
    """A span of a document: equal spans share a node."""
    return f"{BASE}id/ev/{identifier}-{start}-{end}"


def observation(*identity: str) -> str:
    """An observation by its identifying fields, not by its evidence: a second document joins the same node."""
    return f"{BASE}id/obs/{digest(*identity)}"


def claim(subject: str, predicate: str, obj: str) -> str:
    """The claim that a relation holds; the same from every document."""
    return f"{BASE}id/claim/{digest(subject, predicate, obj)}"


def recognition(*identity: str) -> str:
    """The conferring of an honour on a recipient."""
    return f"{BASE}id/rec/{digest(*identity)}"


def made(kind: str, *versions: str) -> str:
    """What a graph says of its own making (dataset, activity, software), by the versions of program and ontology."""
    return f"{BASE}id/{kind}/{digest(kind, *versions)}"


def indicator(name: str) -> str:
    """An indicator: by its slug when the lexicon knows it (ASCII), else by a hash of its name."""
    if re.fullmatch(r"[a-z0-9-]+", name):
        return f"{BASE}indicator/{name}"
    return f"{BASE}indicator/x-{digest(name)}"


def unit(name: str) -> str:
    """A unit of our own."""
    return f"{BASE}unit/{name}"


def quantity(name: str) -> str:
    """A kind of quantity that QUDT lacks."""
    return f"{BASE}quantitykind/{name}"


def industry(name: str) -> str:
    """An industry of the schemes, by its slug in the lexicon; the same in every report."""
    return f"{BASE}industry/{name}"


def scheme(name: str) -> str:
    """A concept scheme made from a lexicon: indicator, industry, gbt4754-2017, unit."""
    return f"{BASE}scheme/{name}"
