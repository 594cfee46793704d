"""Numbers bound to what they measure: indicator, subject, measure, period, status, scope.

The text left of a number is read from the number backwards: cues are peeled off (达到, 增长, 同比, 分别 …) until a
noun phrase is left, the head; a decision table (`rules/observations.toml`) turns kind and cues into a measure.
Heads are zipped with lists, carried to later clauses, or found on the right (建成29个…示范村).
"""

from kg.stages.observe.bind import observe

__all__ = ["observe"]
