"""An ontology folder of the user's own: each fault gets one line with file, line and what would be right, and nothing is built."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from conftest import ROOT
from kg import knowledge, pipeline
from kg.cli import main
from kg.errors import KnowledgeError
from kg.exits.ontology.folder import OPTIONAL

ONTOLOGY = ROOT / "ontology"
REPORT = "金昌市2023年地区生产总值567.73亿元，增长11.5%。"


def own(tmp_path: Path, file: str = "", edit: Callable[[bytes], bytes] | None = None) -> Path:
    """The shipped folder, by links, with one file edited; without it when the edit gives nothing."""
    folder = tmp_path / "own"
    for path in sorted(ONTOLOGY.rglob("*")):
        name = path.relative_to(ONTOLOGY)
        target = folder / name
        if path.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        elif str(name) != file:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(path)
        elif edit is not None:
            target.write_bytes(edit(path.read_bytes()))
    return folder


def swap(old: str, new: str) -> Callable[[bytes], bytes]:
    def edit(data: bytes) -> bytes:
        assert old.encode() in data, old
        return data.replace(old.encode(), new.encode(), 1)

    return edit


def add(text: str) -> Callable[[bytes], bytes]:
    return lambda data: data + text.encode()


def line_of(path: Path, marker: bytes) -> int:
    data = path.read_bytes()
    return data.count(b"\n", 0, data.rindex(marker)) + 1


RULE = '\n[[rule]]\nname = "seeded"\n'
FAULTS = [
    # what is wrong, the file, the edit, what stands on the line that must be named, what must be said
    ("toml", "rules/relations.toml", add('\n[[rule]]\nname = "x"\npattern = ["a",, "b"]\n'), b'["a",,', "not valid TOML"),
    ("toml-cut-off", "rules/relations.toml", add("\n[[rule]]\nname = 'x\n"), b"name = 'x", "not valid TOML"),
    ("toml-other-table", "rules/places.toml", add('\n[[rules]]\nname = "x"\n'), b"[[rules]]", "[[rule]] tables and nothing else: rules"),
    ("toml-no-name", "rules/places.toml", add("\n[[rule]] # seeded\npattern = 'x'\n"), b"[[rule]] # seeded", "a rule needs a name"),
    ("toml-name-twice", "rules/numbers.toml", add("\n[[rule]] # seeded\nname = 'mask'\npattern = 'x'\n"), b"[[rule]] # seeded", "the name mask is used twice"),
    ("tsv-ragged", "lexicon/aliases.tsv", add("甲\t乙\t\t丙\n"), "甲\t乙".encode(), "4 cells, but the first line names 3 columns: alias, name, unless"),
    ("tsv-column-twice", "lexicon/hedges.tsv", swap("word\tside\tqualifier", "word\tside\tside"), b"word\tside\tside", "name each column, once: side"),
    ("tsv-no-column", "lexicon/hedges.tsv", swap("word\tside\tqualifier", "word\tside\tkind"), b"word\tside\tkind", "names no column qualifier; needed: word, side, qualifier"),
    ("tsv-empty", "lexicon/hedges.tsv", add("\tbefore\tnearly\n"), b"\tbefore\tnearly\n", "word must not be empty"),
    ("not-utf-8", "lexicon/units.tsv", lambda data: data + "丈\tx".encode("gbk") + b"\n", b"\xd5\xc9\tx", "not UTF-8 (byte 0xd5): save the file as UTF-8"),
    ("rules-not-utf-8", "rules/names.toml", lambda data: data + b"# \xff\n", b"# \xff", "not UTF-8 (byte 0xff)"),
    ("turtle", "kg.ttl", swap("rkg:Place a owl:Class ;", "rkg:Place a owl:Class ;;,"), b"rkg:Place a owl:Class ;;,", "not valid Turtle"),
    ("turtle-codes", "codes.ttl", add("\n<x> a .\n"), b"<x> a .", "not valid Turtle"),
    ("turtle-shapes", "shapes.ttl", add("\nrkgs:X a sh:NodeShape ; ; ,\n"), b"rkgs:X a", "not valid Turtle"),
    ("turtle-not-utf-8", "kg.ttl", lambda data: data + b"# \xff\n", b"# \xff", "not UTF-8"),
    ("label", "kg.ttl", swap(', "place"@en', ""), b"rkg:Place a", "missing-label"),
    ("label-of-indicator", "lexicon/indicators.tsv", add("再一个总值\tone-more-total\t\t\t\t\t\t+1\n"), "再一个总值".encode(), "en must not be empty"),
    ("undeclared-predicate", "lexicon/relation_predicates.tsv", add("befriends\tActor\tActor\n"), b"befriends", "kg.ttl declares no such term: declare it there, or use one that it declares (rkg:befriends)"),
    ("undeclared-in-relation", "rules/relations.toml", add(RULE + "predicate = 'befriends'\nverbs = ''\npattern = '{name}'\n"), b"predicate = 'befriends'", "(rkg:befriends)"),
    ("undeclared-in-attribute", "rules/attributes.toml", add(RULE + "property = 'mood'\nclause = 'x'\n"), b"property = 'mood'", "(rkg:mood)"),
    ("undeclared-code", "lexicon/honour_levels.tsv", add("星系\tgalactic\n"), b"galactic", "of recognition-level: county, municipal, national"),
    ("undeclared-code-in-rule", "rules/observations.toml", add(RULE + "kind = ['count']\nmeasure = 'weight'\n"), b"measure = 'weight'", "of measure-kind: capacity, change"),
    ("class", "lexicon/name_heads.tsv", add("塔楼\tTower\tany\t2\n"), b"Tower", "class: no such class; known: AdministrativeDivision, Place"),
    ("class-in-names", "rules/names.toml", add(RULE + "class = 'Tower'\npattern = 'x'\n"), b"class = 'Tower'", "class: no such class"),
    ("class-in-slot", "rules/relations.toml", add(RULE + "predicate = 'within'\nverbs = ''\npattern = '{list:Tower}'\n"), b"pattern = '{list:Tower}'", "unknown-class"),
    ("iri-twice", "lexicon/indicators.tsv", add("再一个总值\tgdp\tOne more total\t\t\t\t\t+1\n"), "再一个总值".encode(), "slug stands already at lexicon/indicators.tsv:"),
    ("iri-twice-in-turtle", "kg.ttl", add("\nrkg:Place a owl:Class . # again\n"), b". # again", "declared already at line"),
    ("code-twice", "lexicon/divisions.tsv", add("6203\t再一个市\tprefecture\n"), "再一个市".encode(), "code stands already at"),
    ("slot", "rules/relations.toml", add(RULE + "predicate = 'within'\nverbs = ''\npattern = '{nosuch}在'\n"), b"pattern = '{nosuch}", "no such slot; known: "),
    ("slot-of-attributes", "rules/attributes.toml", add(RULE + "property = 'stage'\nclause = '{nosuch}'\n"), b"clause = '{nosuch}'", "no such slot"),
    ("slot-of-numbers", "rules/numbers.toml", add(RULE + "pattern = '{nosuch}'\n"), b"pattern = '{nosuch}'", "no such slot; known: arabic, chinese"),
    ("slot-of-periods", "rules/periods.toml", add(RULE + "pattern = '{yeer}年'\n"), b"pattern = '{yeer}", "no such slot; known: day"),
    ("slot-in-lexicon", "lexicon/relation_slots.tsv", add("seeded\t{nosuch}\n"), b"seeded\t", "no such slot"),
    ("regex", "rules/layout.toml", add(RULE + "pattern = '(第'\n"), b"pattern = '(", "missing ), unterminated subpattern"),
    ("regex-of-relation", "rules/relations.toml", add(RULE + "predicate = 'within'\nverbs = ''\npattern = '{name}[在'\n"), b"pattern = '{name}[", "unterminated character set"),
    ("regex-of-attribute", "rules/attributes.toml", add(RULE + "property = 'stage'\nafter = '*{adverb}'\n"), b"after = '*", "nothing to repeat"),
    ("regex-in-lexicon", "lexicon/attribute_cues.tsv", add("(?P<x\tclause\tplanned\n"), b"(?P<x", "missing >, unterminated name"),
    ("key", "rules/layout.toml", add("\n[[rule]] # seeded\nname = 'seeded'\n"), b"[[rule]] # seeded", "the rule seeded needs pattern"),
    ("verbs", "rules/relations.toml", add(RULE + "verbs = 'nosuch'\npredicate = 'within'\npattern = '{verb}'\n"), b"verbs = 'nosuch'", "no verb of this group in lexicon/relation_verbs.tsv"),
    ("no-lexicon", "lexicon/hedges.tsv", None, b"", "there must be such a lexicon"),
    ("no-rules", "rules/periods.toml", None, b"", "there must be such a rules file"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "file", "edit", "marker", "said"), FAULTS, ids=[f[0] for f in FAULTS])
def test_a_fault_is_one_line_with_file_line_and_what_would_be_right(
    tmp_path: Path, name: str, file: str, edit: Callable[[bytes], bytes] | None, marker: bytes, said: str
) -> None:
    folder = own(tmp_path, file, edit)
    with pytest.raises(KnowledgeError) as raised:
        pipeline.sound(folder)
    line = line_of(folder / file, marker) if marker else 1
    lines = str(raised.value).split("\n")
    assert len(lines) == 1, lines
    assert lines[0].startswith(f"{file}:{line}: "), lines[0]
    assert said in lines[0]
    assert raised.value.exit_status == 2


def test_several_faults_are_told_at_once_in_order(tmp_path: Path) -> None:
    folder = own(tmp_path, "lexicon/hedges.tsv", add("\tbefore\tnearly\n约\tbefore\troughly\n"))
    with pytest.raises(KnowledgeError) as raised:
        pipeline.sound(folder)
    checks = [line.split(": ")[1] for line in str(raised.value).split("\n")]
    assert checks == ["empty-cell", "undeclared-in-rule"]


COMMANDS = [
    ["build", "REPORT", "-o", "OUT"], ["check", "BUILT"], ["ontology"], ["ontology", "-o", "PAGE"], ["try", REPORT],
    ["query", "honours-by-level", "BUILT"], ["why", "567.73亿元", "BUILT"], ["eval", "GOLD", "BUILT"], ["view", "BUILT"],
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: "-".join(c[:2]))
def test_every_command_refuses_a_faulty_folder_before_it_does_anything(
    tmp_path: Path, built: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    folder = own(tmp_path, "lexicon/relation_predicates.tsv", add("befriends\tActor\tActor\n"))
    report = tmp_path / "a.txt"
    report.write_text(REPORT, encoding="utf-8")
    places = {
        "REPORT": report, "OUT": tmp_path / "out", "BUILT": built, "PAGE": tmp_path / "p.html", "GOLD": ROOT / "data" / "gold",
    }  # fmt: skip
    status = main([*(str(places.get(a, a)) for a in command), "--ontology", str(folder)])
    said = capsys.readouterr()
    assert status == 2
    assert said.out == ""
    assert re.fullmatch(
        r"kg: lexicon/relation_predicates\.tsv:\d+: undeclared-in-rule: .*\(rkg:befriends\)\n", said.err
    )
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "own"]


def test_the_function_refuses_it_as_the_command_does(tmp_path: Path) -> None:
    folder = own(tmp_path, "rules/layout.toml", add(RULE + "pattern = '(第'\n"))
    with pytest.raises(KnowledgeError, match=r"^rules/layout\.toml:\d+: no-regular-expression"):
        kg.build([("a.txt", REPORT)], knowledge=folder)


def test_what_only_shows_when_rules_are_compiled_is_told_too(tmp_path: Path) -> None:
    # one slot after another is well formed; the two together name one group twice
    text = RULE + "predicate = 'within'\nverbs = ''\npattern = '(?P<verb>x){verb}'\n"
    folder = own(tmp_path, "rules/relations.toml", add(text))
    with pytest.raises(KnowledgeError, match=r"^rules/relations\.toml:\d+: .*redefinition of group name"):
        pipeline.sound(folder)
    with pytest.raises(KnowledgeError, match="do not fit together"):
        pipeline.sound(own(tmp_path / "b", "lexicon/period_words.tsv", add("某时\tpart\tsome\tday\n")))


def test_a_sound_folder_builds_what_the_shipped_one_builds(tmp_path: Path) -> None:
    folder = own(tmp_path, "lexicon/aliases.tsv", add("甲乙丙\t丁戊己\n"))
    assert kg.build([("a.txt", REPORT)], knowledge=folder).turtle() == kg.build([("a.txt", REPORT)]).turtle()


def test_a_folder_may_leave_out_what_is_optional(tmp_path: Path) -> None:
    folder = own(tmp_path, "lexicon/wikidata.tsv")
    assert b" wd:Q" not in kg.build([("a.txt", REPORT)], knowledge=folder).turtle()
    for path in (folder / "profile").iterdir():
        path.unlink()
    (folder / "profile").rmdir()
    pipeline.sound(folder)


def test_bytes_order_marks_and_windows_line_ends_are_no_fault(tmp_path: Path) -> None:
    folder = own(tmp_path, "lexicon/hedges.tsv", lambda data: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"))
    for ours, theirs in zip(pipeline.sound(folder).lexicon("hedges"), knowledge.load().lexicon("hedges"), strict=True):
        assert (ours.fields, ours.where) == (theirs.fields, theirs.where)
    pipeline.sound(own(tmp_path / "b", "rules/names.toml", lambda data: data.replace(b"\n", b"\r\n")))


def test_no_folder_and_a_folder_that_is_none_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in (tmp_path / "nowhere", tmp_path):
        assert main(["try", REPORT, "--ontology", str(folder)]) == 2
        assert "not an ontology folder" in capsys.readouterr().err


def test_the_shipped_folder_is_not_checked_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "_checked", lambda known: pytest.fail("checked"))
    assert pipeline.sound() is knowledge.load()
    assert pipeline.sound(ONTOLOGY).root == ONTOLOGY
    kg.build([("a.txt", REPORT)])


def test_a_folder_of_one_s_own_is_checked_once_and_quickly(tmp_path: Path) -> None:
    folder = own(tmp_path)
    started = time.perf_counter()
    known = pipeline.sound(folder)
    once = time.perf_counter() - started
    started = time.perf_counter()
    assert pipeline.sound(folder) is known
    assert time.perf_counter() - started < max(0.02, once / 5)


def test_what_may_be_left_out_is_what_the_code_does_without() -> None:
    source = "".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "src").rglob("*.py")))
    spared = set(re.findall(r'\.lexicons\.get\(\s*"(\w+)"', source))
    assert set(OPTIONAL) == spared - set(re.findall(r'\.lexicon\(\s*"(\w+)"', source)) - {"indicators", "industries"}
