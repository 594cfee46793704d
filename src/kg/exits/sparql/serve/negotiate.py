"""Which form of an answer a client takes: Accept headers against what there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

ROWS = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "text/xml": "xml",
}
TRIPLES = {
    "text/turtle": "ttl",
    "application/x-turtle": "ttl",
    "application/n-triples": "nt",
    "text/plain": "nt",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdf",
}
MEDIA = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "html": "text/html; charset=utf-8",
}


def chosen(accept: str, offers: Mapping[str, str]) -> str | None:
    """The form a client likes best of those offered (media type → form, best first); None when it takes none."""
    if not accept.strip():
        return next(iter(offers.values()))
    wanted = [_range(part) for part in accept.split(",") if part.strip()]
    best, score = None, 0.0
    for media, form in offers.items():
        matching = [(depth, q) for pattern, q in wanted if (depth := _depth(pattern, media)) >= 0]
        q = max(matching, default=(0, 0.0))[1]
        if q > score:
            best, score = form, q
    return best


def listed(offers: Mapping[str, str]) -> str:
    """What is offered, for a message."""
    return ", ".join(dict.fromkeys(MEDIA[form].partition(";")[0] for form in offers.values()))


def named(form: str, forms: Sequence[Mapping[str, str]]) -> str:
    """The media type of a short name (`format=csv` in an address), or what it is."""
    return next((media for offers in forms for media, f in offers.items() if f == form), form)


def _range(part: str) -> tuple[str, float]:
    media, *parameters = (p.strip().lower() for p in part.split(";"))
    q = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    try:
        return media, min(1.0, max(0.0, float(q)))
    except ValueError:
        return media, 0.0


def _depth(pattern: str, media: str) -> int:
    """How exactly a pattern names a media type: 2 itself, 1 its family, 0 anything, -1 not at all."""
    if pattern == media:
        return 2
    if pattern == "*/*":
        return 0
    return 1 if pattern.endswith("/*") and media.startswith(pattern[:-1]) else -1
