"""The classes a name can have, and the groups of them that rules and tables speak of (kg.ttl's abstract classes)."""

from __future__ import annotations

CLASSES = (
    "AdministrativeDivision", "Place", "Facility", "NaturalResource", "GovernmentBody", "Enterprise",
    "ResearchOrganization", "PublicInstitution", "Organization", "Person", "Industry", "IndustryChain",
    "IndustryCluster", "Product", "Technology", "Programme", "Reform", "Mechanism", "Project", "Event", "Fund",
    "Target", "Honour", "PolicyDocument", "Document", "Indicator",
)  # fmt: skip

BODIES = ("GovernmentBody", "Enterprise", "ResearchOrganization", "PublicInstitution", "Organization")
GROUPS = {
    "Entity": CLASSES[:-1],
    "Body": BODIES,
    "Actor": ("AdministrativeDivision", *BODIES, "Person"),
    "Initiative": ("Programme", "Reform", "Mechanism", "Project"),
    "Site": ("Place", "Facility"),
    "Spot": ("AdministrativeDivision", "Place", "Facility"),
}


def members(spec: str) -> frozenset[str]:
    """The classes that `Actor`, `Spot` or `Programme|Actor` stands for. A ValueError names one that is not known."""
    names = frozenset(c for part in spec.split("|") for c in GROUPS.get(part, (part,)))
    unknown = sorted(names - set(CLASSES))
    if unknown:
        raise ValueError(unknown[0])
    return names
