"""What a person knows better than the rules: corrections.tsv, applied to the facts of a build after all are read.

A pure step of its own: the same facts and lines give the same facts, whatever the order of reports. Lines are applied
from top to bottom, each to what the lines before it left. What a line changed names it in its rule.
"""

from kg.stages.correct.apply import Unmatched, apply
from kg.stages.correct.lines import ACTIONS, COLUMNS, Correction, beside, read

__all__ = ["ACTIONS", "COLUMNS", "Correction", "Unmatched", "apply", "beside", "read"]
