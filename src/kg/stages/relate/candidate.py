"""One match of a frame with one of its objects, and which of two matches accounts for the object."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.stages.relate.frames import Frame

End = tuple[str, str, int, int]  # label, class, start, end


def seated(place: End, seat: str) -> End:
    """The body of this name that sits in a division ("city" + "government"); anything else as it is."""
    return (place[0] + seat, "GovernmentBody", *place[2:]) if seat and place[1] == "AdministrativeDivision" else place


def apart(things: list[End], worked: re.Pattern[str]) -> list[End]:
    """The ends of a list without those that the work on the next one is done to as well: 甲路、乙路|二期提质改造工程."""
    kept = things[-1:]
    for thing in reversed(things[:-1]):
        work = worked.search(kept[-1][0])
        kept += [] if work and thing[0].endswith(work["kind"]) else [thing]
    return kept[::-1]


def firm(outlook: str) -> str:
    """The status of a deed in a section of this outlook: what is still to come is planned (only values are targeted)."""
    return "planned" if outlook else "achieved"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One match of a frame with one of its objects; the nearest trigger wins the object."""

    frame: Frame
    verb: tuple[int, int]
    span: tuple[int, int]  # of the folded text
    subject: tuple[int, int] | None
    object: End
    share: tuple[int, int] = (0, 0)  # which of how many objects it is, when each subject has its own

    @property
    def sure(self) -> bool:
        """True when the frame itself says whose doing it is."""
        return self.subject is not None or self.frame.subject == "place"

    @property
    def says(self) -> str:
        """The predicate it would state."""
        return self.frame.says(self.object[1])

    def beats(self, other: Candidate) -> bool:
        """The nearer trigger wins, of two that end alike the one that accounts for more; but one that names its
        subject beats what it contains."""
        if (self.subject or self.frame.over) and self.span[0] <= other.span[0] and other.span[1] <= self.span[1]:
            return True
        if (other.subject or other.frame.over) and other.span[0] <= self.span[0] and self.span[1] <= other.span[1]:
            return False
        return (self.verb[1], self.span[1] - self.span[0]) > (other.verb[1], other.span[1] - other.span[0])
