"""The page to ask from, pages of entities, what they load."""

from __future__ import annotations

from starlette.routing import Route


def routes() -> list[Route]:
    """Routes of all pages."""
    return []
