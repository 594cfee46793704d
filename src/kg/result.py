"""The graph of a build, and its exits: files, rdflib, networkx, a page."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import iri
from kg.errors import EmptyGraphError, InputError, ShapeError
from kg.knowledge import Knowledge
from kg.model import Attribute, DocumentFacts, Entity, Observation, Relation, Unresolved

if TYPE_CHECKING:
    import networkx
    import pyoxigraph
    import rdflib

    from kg.exits import check
    from kg.stages.correct import Unmatched


@dataclass(frozen=True)
class Result:
    """The graph of a build. Tables are tuples of frozen records; `.graph` and `.network()` are made when asked for."""

    documents: tuple[DocumentFacts, ...]
    knowledge: Knowledge
    corrections: int = 0  # lines of corrections.tsv that were applied, or tried
    unmatched: tuple[Unmatched, ...] = ()  # those that changed nothing

    @cached_property
    def observations(self) -> tuple[Observation, ...]:
        """Every printed number bound to what it measures, by document and place in the text."""
        return tuple(o for d in self.documents for o in d.observations)

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """Every stated relation, by document and place in the text; gazetteer facts without document."""
        return tuple(r for d in self.documents for r in d.relations)

    @cached_property
    def attributes(self) -> tuple[Attribute, ...]:
        """Every stated stage, kind, number of parts, purpose, grantor …, by document and place in the text."""
        return tuple(a for d in self.documents for a in d.attributes)

    @cached_property
    def entities(self) -> tuple[Entity, ...]:
        """Every named thing, once per document it is in."""
        return tuple(e for d in self.documents for e in d.entities)

    @cached_property
    def unresolved(self) -> tuple[Unresolved, ...]:
        """Every number and candidate statement that is not in the graph, with the reason."""
        return tuple(u for d in self.documents for u in d.unresolved)

    @cached_property
    def triples(self) -> tuple[pyoxigraph.Triple, ...]:
        """The whole graph as triples, in the order of graph.ttl."""
        from kg import __version__
        from kg.exits import turtle
        from kg.stages import graph

        return turtle.ordered(graph.triples(self.documents, self.knowledge, __version__))

    @cached_property
    def graph(self) -> rdflib.Graph:
        """The whole graph as an rdflib.Graph."""
        from kg.exits import rdf

        return rdf.to_rdflib(self.triples)

    def network(self) -> networkx.MultiDiGraph:
        """Entities and their plain relations as a networkx.MultiDiGraph."""
        from kg.exits import nx

        return nx.network(self.documents)

    def turtle(self) -> bytes:
        """graph.ttl as bytes: the same for the same input, whatever the order or machine."""
        from kg.exits import turtle

        return turtle.serialize(self.triples)

    def html(self, focus: str = "", depth: int = 1) -> bytes:
        """The interactive network view: one self-contained page; with `focus`, of what is near that entity only.

        Raises InputError when no entity has the name.
        """
        from kg.exits import view

        return view.render(self.documents, self.knowledge, focus, depth)

    @property
    def left_out(self) -> int:
        """Entities that graph.html has no room for: it holds the most connected 100,000."""
        from kg.exits.view import LIMIT

        return max(0, len({e.iri for e in self.entities}) - LIMIT)

    def report(self) -> dict[str, Any]:
        """The ledger as data (report.json): counts, equation, times, versions."""
        from kg import __version__

        ledgers = [d.ledger for d in self.documents]
        equation = {
            key: sum(getattr(x, key) for x in ledgers) for key in ("seen", "observed", "named", "dated", "listed")
        }
        stages: Counter[str] = Counter()
        for d in self.documents:
            stages.update(d.seconds)
        return {
            "program": {"name": "region-kg", "version": __version__},
            "documents": len(self.documents),
            "ledger": {**equation, "holds": all(x.holds for x in ledgers)},
            "classes": _counted(e.cls for e in self.entities),
            "predicates": _counted(r.predicate for r in self.relations),
            "attributes": _counted(a.property for a in self.attributes),
            "measures": _counted(o.measure for o in self.observations),
            "rules": _counted(
                [
                    *(o.rule for o in self.observations),
                    *(r.rule for r in self.relations),
                    *(a.rule for a in self.attributes),
                ]
            ),
            "reasons": _counted(f"{u.kind}: {u.reason}" for u in self.unresolved),
            "corrections": {"lines": self.corrections, "unmatched": [asdict(u) for u in self.unmatched]},
            "seconds": {name: round(value, 4) for name, value in sorted(stages.items())},
        }

    def write(
        self,
        folder: str | os.PathLike[str],
        examined: Callable[[check.Outcome], None] | None = None,
        focus: str = "",
        depth: int = 1,
    ) -> Path:
        """Write graph.ttl, graph.html, tables/ and report.json; an earlier folder stays whole until all is written.

        With `examined`, what was written is checked as by `kg check`, shapes too, before it takes the place of an
        earlier folder; what the check found is handed to `examined`.

        With `focus`, graph.html holds that entity and what is within `depth` relations of it; the rest is whole.

        Returns the folder. Raises EmptyGraphError when there is nothing to write, ShapeError when the graph breaks its
        own shapes, InputError when no entity has the name `focus`, OSError when the disk refuses.
        """
        from kg.exits import check, tables

        if not self.observations and not any(r.document for r in self.relations):
            named = ", ".join(d.document.name for d in self.documents[:3])
            raise EmptyGraphError(f"{named}: no figure and no relation could be read; is it a Chinese report?")
        _refuse(check.quick_check(self.documents, self.knowledge))
        target = Path(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            (aside / "graph.ttl").write_bytes(self.turtle())
            tables.write_tables(self.documents, aside / "tables", self.knowledge)
            (aside / "graph.html").write_bytes(self.html(focus, depth))
            text = json.dumps(self.report(), ensure_ascii=False, indent=1)
            (aside / "report.json").write_text(text + "\n", encoding="utf-8")
            os.chmod(aside, 0o755)
            if examined:
                texts = {iri.document(d.document.id): d.document.text for d in self.documents}
                outcome = check.examine(aside, self.knowledge, texts=texts)
                _refuse(outcome.failures)
                examined(outcome)
            _swap(aside, target)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        return target

    def export(self, form: str, path: str | os.PathLike[str]) -> Path:
        """Write the graph to `path` as cube, jsonld, graphml, gexf, nt, nq, trig, rdfxml or ttl12; the path.

        Raises InputError for an unknown form or a path that must not be overwritten, EmptyGraphError for a cube of no
        figure, OSError when the disk refuses.
        """
        from kg.exits import export

        mentions: Counter[str] = Counter()
        for e in self.entities:
            mentions[e.iri] += len(e.mentions)
        source = export.Source("graph", lambda: self.triples, self.knowledge.root, None, mentions)
        return export.export(source, form, Path(path)).path

    def show(self, height: int = 760) -> Any:
        """The network view in a notebook: a frame that can neither reach the notebook nor the network."""
        import html

        from IPython.display import HTML

        page = html.escape(self.html().decode("utf-8"), quote=True)
        return HTML(  # type: ignore[no-untyped-call]
            f'<iframe srcdoc="{page}" sandbox="allow-scripts allow-downloads" title="RegionKG" width="100%" '
            f'height="{height}" style="border:0"></iframe>'
        )


def _refuse(failures: Sequence[check.Failure]) -> None:
    if failures:
        more = f"\n… {len(failures) - 20} more" if len(failures) > 20 else ""
        raise ShapeError("\n".join(str(f) for f in failures[:20]) + more, failures)


def _counted(items: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(items).items(), key=lambda p: (-p[1], p[0])))


def _swap(aside: Path, target: Path) -> None:
    """Put a finished folder in the place of an earlier one."""
    if not target.exists():
        aside.rename(target)
        return
    if not target.is_dir():
        raise InputError(f"{target}: exists and is not a folder: name another output folder")
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
    target.rename(old / target.name)
    try:
        aside.rename(target)
    except OSError:
        (old / target.name).rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
