"""Claims in sentence terms → facts in document terms, and the ledger of every number."""

from kg.stages.resolve.facts import resolve
from kg.stages.resolve.pieces import whole

__all__ = ["resolve", "whole"]
