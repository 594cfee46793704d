"""The integrity constraints of the RDF Data Cube Recommendation (W3C, 16 January 2014, section 11), as questions.

Each ASK is true where the constraint is broken. IC-20 and IC-21 are made per property that a hierarchy runs along.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

PREFIXES = {
    "qb": "http://purl.org/linked-data/cube#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rkg": "https://w3id.org/region-kg/def#",
    "rkgq": "https://w3id.org/region-kg/cube#",
    "sdmx": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "ex": "http://example.org/",
}
PARTS = "qb:structure/qb:component/qb:componentProperty"  # from a data set to the properties of its structure

# section 10: abbreviated cubes are spelled out before they are judged
NORMAL = (
    "INSERT { ?o a qb:Observation } WHERE { { ?o qb:dataSet ?d } UNION { ?s qb:observation ?o } }",
    "INSERT { ?d a qb:DataSet } WHERE { { ?o qb:dataSet ?d } UNION { ?d qb:structure ?x } UNION { ?d qb:slice ?s } }",
    "INSERT { ?s a qb:Slice } WHERE { ?d qb:slice ?s }",
    "INSERT { ?c qb:componentProperty ?p . ?p a qb:DimensionProperty } WHERE { ?c qb:dimension ?p }",
    "INSERT { ?c qb:componentProperty ?p . ?p a qb:MeasureProperty } WHERE { ?c qb:measure ?p }",
    "INSERT { ?c qb:componentProperty ?p . ?p a qb:AttributeProperty } WHERE { ?c qb:attribute ?p }",
    """INSERT { ?o ?p ?v } WHERE { ?o qb:dataSet ?d . ?d qb:structure/qb:component ?c ; ?p ?v .
        ?c qb:componentProperty ?p ; qb:componentAttachment qb:DataSet }""",
    """INSERT { ?o ?p ?v } WHERE { ?s a qb:Slice ; qb:observation ?o ; ?p ?v . ?c qb:componentProperty ?p ;
        qb:componentAttachment qb:Slice }""",
)

CONSTRAINTS = {
    "IC-1 one data set": """{ SELECT ?o { ?o a qb:Observation OPTIONAL { ?o qb:dataSet ?d } }
        GROUP BY ?o HAVING (COUNT(DISTINCT ?d) != 1) }""",
    "IC-2 one structure": """{ SELECT ?d { ?d a qb:DataSet OPTIONAL { ?d qb:structure ?s } }
        GROUP BY ?d HAVING (COUNT(DISTINCT ?s) != 1) }""",
    "IC-3 a measure": """?s a qb:DataStructureDefinition
        FILTER NOT EXISTS { ?s qb:component/qb:componentProperty ?m . ?m a qb:MeasureProperty }""",
    "IC-4 dimensions have a range": "?d a qb:DimensionProperty FILTER NOT EXISTS { ?d rdfs:range ?r }",
    "IC-5 concepts have a code list": """?d a qb:DimensionProperty ; rdfs:range skos:Concept
        FILTER NOT EXISTS { ?d qb:codeList ?l }""",
    "IC-6 attributes alone are optional": """?s qb:component ?c . ?c qb:componentRequired false ;
        qb:componentProperty ?p FILTER NOT EXISTS { ?p a qb:AttributeProperty }""",
    "IC-7 slice keys are declared": """?k a qb:SliceKey
        FILTER NOT EXISTS { ?s a qb:DataStructureDefinition ; qb:sliceKey ?k }""",
    "IC-8 slice keys fit their structure": """?s qb:sliceKey ?k . ?k qb:componentProperty ?p
        FILTER NOT EXISTS { ?s qb:component/qb:componentProperty ?p }""",
    "IC-9 one key per slice": """{ SELECT ?s { ?s a qb:Slice OPTIONAL { ?s qb:sliceStructure ?k } }
        GROUP BY ?s HAVING (COUNT(DISTINCT ?k) != 1) }""",
    "IC-10 slices fix their dimensions": """?s qb:sliceStructure/qb:componentProperty ?d
        FILTER NOT EXISTS { ?s ?d ?v }""",
    "IC-11 every dimension has a value": f"""?o qb:dataSet/{PARTS} ?d . ?d a qb:DimensionProperty
        FILTER NOT EXISTS {{ ?o ?d ?v }}""",
    "IC-12 no two in one cell": f"""?a qb:dataSet ?s . ?b qb:dataSet ?s FILTER (STR(?a) < STR(?b))
        FILTER NOT EXISTS {{ ?s {PARTS} ?d . ?d a qb:DimensionProperty . ?a ?d ?x . ?b ?d ?y FILTER (?x != ?y) }}""",
    "IC-13 required attributes": """?o qb:dataSet/qb:structure/qb:component ?c . ?c qb:componentRequired true ;
        qb:componentProperty ?p . ?p a qb:AttributeProperty FILTER NOT EXISTS { ?o ?p ?v }""",
    "IC-14 every measure": f"""?o qb:dataSet ?s . ?s {PARTS} ?m . ?m a qb:MeasureProperty
        FILTER NOT EXISTS {{ ?s {PARTS} qb:measureType }} FILTER NOT EXISTS {{ ?o ?m ?v }}""",
    "IC-15 the measure that is named": f"""?o qb:dataSet ?s ; qb:measureType ?m . ?s {PARTS} qb:measureType
        FILTER NOT EXISTS {{ ?o ?m ?v }}""",
    "IC-16 no other measure": f"""?o qb:dataSet ?s ; qb:measureType ?m ; ?other ?v . ?s {PARTS} qb:measureType , ?other .
        ?other a qb:MeasureProperty FILTER (?other != ?m)""",
    "IC-17 every measure of a cell": f"""?o qb:dataSet ?s . ?s {PARTS} qb:measureType , ?m . ?m a qb:MeasureProperty
        FILTER NOT EXISTS {{ ?p qb:dataSet ?s ; qb:measureType ?m
            FILTER NOT EXISTS {{ ?s {PARTS} ?d . ?d a qb:DimensionProperty FILTER (?d != qb:measureType)
                ?o ?d ?x . ?p ?d ?y FILTER (?x != ?y) }} }}""",
    "IC-18 slices hold what is theirs": """?d qb:slice ?s . ?s qb:observation ?o
        FILTER NOT EXISTS { ?o qb:dataSet ?d }""",
    "IC-19 codes of the scheme": f"""?o qb:dataSet/{PARTS} ?d . ?d a qb:DimensionProperty ; qb:codeList ?l . ?o ?d ?v .
        ?l a skos:ConceptScheme FILTER NOT EXISTS {{ ?v a skos:Concept ; skos:inScheme ?l }}""",
    "IC-19 codes of the collection": f"""?o qb:dataSet/{PARTS} ?d . ?d a qb:DimensionProperty ; qb:codeList ?l .
        ?o ?d ?v . ?l a skos:Collection FILTER NOT EXISTS {{ ?v a skos:Concept . ?l skos:member+ ?v }}""",
}
ALONG = f"""?o qb:dataSet/{PARTS} ?d . ?d a qb:DimensionProperty ; qb:codeList ?l . ?o ?d ?v .
    ?l a qb:HierarchicalCodeList ; qb:parentChildProperty """


def normal(store: ox.Store) -> ox.Store:
    """The store with its cube spelled out."""
    for update in NORMAL:
        store.update(update, prefixes=PREFIXES)
    return store


def along(store: ox.Store) -> Iterator[tuple[str, str]]:
    parent = ox.NamedNode(PREFIXES["qb"] + "parentChildProperty")
    inverse = ox.NamedNode(PREFIXES["owl"] + "inverseOf")
    for way in {q.object for q in store.quads_for_pattern(None, parent, None)}:
        turned = [q.object for q in store.quads_for_pattern(way, inverse, None)]
        if turned:
            test = f"{ALONG} ?w . ?w owl:inverseOf {turned[0]} FILTER NOT EXISTS {{ ?l qb:hierarchyRoot/(^{turned[0]})* ?v }}"
            yield "IC-21 codes of the hierarchy, upwards", test
        else:
            yield (
                "IC-20 codes of the hierarchy",
                f"{ALONG} {way} FILTER NOT EXISTS {{ ?l qb:hierarchyRoot/({way})* ?v }}",
            )


def broken(store: ox.Store, only: str = "") -> set[str]:
    """Numbers of the constraints that a spelled-out cube breaks: IC-1 … IC-21, or whether the one asked for is."""
    asked = [(n.split()[0], body) for n, body in (*CONSTRAINTS.items(), *along(store))]
    return {
        name
        for name, body in asked
        if (not only or name == only) and store.query(f"ASK {{ {body} }}", prefixes=PREFIXES)
    }
