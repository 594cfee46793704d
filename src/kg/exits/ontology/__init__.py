"""The ontology folder itself: read, checked, shown on a page."""

from kg.exits.ontology.folder import Problem
from kg.exits.ontology.profile import problems
from kg.exits.ontology.read import Vocabulary, vocabulary
from kg.exits.ontology.show import page

__all__ = ["Problem", "Vocabulary", "page", "problems", "vocabulary"]
