"""The law of the house (docs/architecture.md): who may import whom, and where words live."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT

SOURCE = ROOT / "src"
MODULES = sorted((SOURCE / "kg").rglob("*.py"))

LEVELS = {
    "kg.model": 0, "kg.errors": 0, "kg.iri": 0, "kg.numerals": 0, "kg.classes": 0, "kg.needed": 0, "kg.collector": 0,
    "kg.knowledge": 1,
    "kg.stages": 2, "kg.exits": 2,
    "kg.pipeline": 3, "kg.result": 3, "kg.why": 3, "kg.evaluate": 3, "kg.tell": 3,
    "kg.cli": 4, "kg": 4,
}  # fmt: skip

# the modules each third-party library enters by (types aside)
DOORS = {
    "rjieba": {"kg.pipeline"},
    "rdflib": {
        "kg.exits.rdf",
        "kg.exits.check.shapes",
        "kg.exits.sparql.reference",
    },  # SHACL engines report in rdflib graphs
    "networkx": {"kg.exits.nx"},
    "pyvis": {"kg.exits.view.page"},
    "jinja2": {"kg.exits.view.page", "kg.exits.ontology.show", "kg.exits.sparql.serve.pages"},
    "starlette": {f"kg.exits.sparql.serve.{m}" for m in ("app", "protocol", "graphs", "pages", "state")},
    "uvicorn": {"kg.exits.sparql.serve", "kg.exits.sparql.serve.patient"},
    "shifty": {"kg.exits.check.shapes"},  # PyPI: pyshifty
    "pyshacl": {"kg.exits.check.shapes"},
    "IPython": {"kg.result"},  # a result shows itself in a notebook
    # triples are the currency between the stage that makes them and the exits that write, ask and check them
    "pyoxigraph": {
        "kg.stages.graph",
        "kg.stages.graph.terms",
        "kg.stages.graph.origin",
        "kg.exits.turtle",
        "kg.exits.ontology.read",
        "kg.exits.ontology.profile",
        "kg.exits.sparql.engine",
        "kg.exits.sparql.reference",
        "kg.exits.sparql.remote",
        "kg.exits.sparql.guard",
        "kg.exits.sparql.questions",
        "kg.exits.sparql.forms",
        "kg.exits.sparql.serve.answer",
        "kg.exits.sparql.serve.describe",
        "kg.exits.sparql.serve.pages",
        "kg.exits.check.graph",
        "kg.exits.rdf",
        # each form is a stream of triples read, changed and written: handing them on as text would parse them twice
        "kg.exits.export.source",
        "kg.exits.export.plain",
        "kg.exits.export.quads",
        "kg.exits.export.jsonld",
        "kg.exits.export.network",
        "kg.exits.export.cube",
        # what is sent and what comes back are compared as terms: 22074.70 is 22074.7
        "kg.exits.push.sent",
        "kg.exits.push.stores",
        "kg.exits.push.verify",
    },
    "httpx": {"kg.exits.push.web"},
}

# Chinese in string literals: the two modules that are about characters themselves
SPEAKERS = {"kg.stages.segment.lines", "kg.stages.segment.tables", "kg.stages.segment.outlook", "kg.numerals"}

LONGEST = 300
LONGER: dict[str, str] = {"kg.model": "every record that stages hand on, in one place"}  # module: why it may be longer


def named(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def level(module: str) -> int:
    """The level of a module: its own, or that of the package it is in (stages, exits)."""
    if module in LEVELS:
        return LEVELS[module]
    return LEVELS[".".join(module.split(".")[:2])]


def room(module: str) -> str:
    """A stage or an exit: one module, or one package with what is inside it."""
    return ".".join(module.split(".")[:3])


def only_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Imported modules with their lines, without those that exist for the type checker alone."""
    for node in ast.iter_child_nodes(tree):
        if only_types(node):
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: relative import"
            for alias in node.names:
                inside = f"{node.module}.{alias.name}"
                known = {named(p) for p in MODULES}
                yield (inside if inside in known else str(node.module)), node.lineno
        yield from imports(node)


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_imports_go_down(path: Path) -> None:
    module = named(path)
    for target, line in imports(ast.parse(path.read_text(encoding="utf-8"))):
        if target.split(".")[0] != "kg":
            continue
        where = f"{module}:{line} imports {target}"
        if target == "kg" and level(module) == 3:
            continue  # __version__, the one name that `kg` itself owns
        assert level(target) <= level(module), where
        if level(module) == 2 and level(target) == 2:
            assert room(target) == room(module), f"{where}: stages and exits never import each other"
        if level(module) < 2:
            assert level(target) < level(module), where


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_third_party_libraries_enter_by_their_doors(path: Path) -> None:
    module = named(path)
    for target, line in imports(ast.parse(path.read_text(encoding="utf-8"))):
        library = target.split(".")[0]
        if library in sys.stdlib_module_names or library == "kg":
            continue
        assert module in DOORS.get(library, set()), f"{module}:{line}: {library} may enter by {DOORS.get(library)}"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_words_are_data(path: Path) -> None:
    if named(path) in SPEAKERS:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            # a range of code points in a pattern is no word
            words = re.sub(r"\u4e00-[\u9fa5\u9fff]|[\u4e00\u9fa5\u9fff]", "", node.value)
            said = re.findall(r"[\u3400-\u9fff]+", words)
            assert not said, f"{named(path)}:{node.lineno}: {said}: words belong to ontology/ or messages.toml"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_modules_are_short(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST or named(path) in LONGER, f"{named(path)}: {lines} lines"


def test_import_kg_is_instant_and_loads_no_third_party_library() -> None:
    code = f"import sys, kg; print([m for m in {sorted(DOORS)} if m in sys.modules])"
    path = {"PYTHONPATH": str(SOURCE)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=path)
    assert done.stdout.strip() == "[]"


def test_a_build_loads_neither_rdflib_nor_networkx_before_they_are_asked_for() -> None:
    code = (
        "import sys, kg; r = kg.build([('a.txt', '金昌市2023年粮食产量48.6万吨。')]); r.turtle();"
        "print([m for m in ('rdflib', 'networkx', 'pyshacl', 'pyvis') if m in sys.modules])"
    )
    path = {"PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=path)
    assert done.stdout.strip() == "[]"


def test_nothing_in_the_project_names_a_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    machine = re.compile(r"(?<![\w.:])/(?:work|root|home/[a-z]+|farm)/[\w.]")
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.suffix in (".py", ".md", ".toml", ".tsv", ".ttl", ".json", ".ipynb", ".rq", ".html", ".js", ".css"):
            found = machine.search(path.read_text(encoding="utf-8"))
            assert not found, f"{name}: {found[0] if found else ''}"
