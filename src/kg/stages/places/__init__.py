"""Places: what a report is about, and the administrative divisions its sentences name."""

from __future__ import annotations

from kg.stages.places.about import (
    document_genre,
    document_place,
    document_published,
    document_self,
    document_title,
    document_year,
)
from kg.stages.places.belongs import belongs
from kg.stages.places.named import endpoint, find_places

__all__ = [
    "belongs", "document_genre", "document_place", "document_published", "document_self", "document_title", "document_year", "endpoint",
    "find_places",
]  # fmt: skip
