"""corrections.tsv: what a person knows better survives every rebuild, names itself in what it changed, or says why it did not."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from rdflib import URIRef

import kg
from conftest import ROOT
from kg import iri
from kg.cli import main
from kg.errors import InputError
from kg.exits import check
from kg.model import Entity
from kg.why import why

REPLACED = URIRef(iri.PREFIXES["dcterms"] + "isReplacedBy")
HEAD = "action\tclass\tname\ttarget\tscope\tnote\n"
FIRM = (
    "青岚盐化集团股份有限公司投资10亿元。青岚盐化集团获评全国节水企业，实施“清风行动”。工信部支持清风行动。"
    "全市粮食产量48.6万吨。红柳实业有限公司投资5亿元。"
)
OTHER = "引进红柳实业集团有限公司，红柳实业集团有限公司投资7亿元。全市粮食产量8.6万吨。"
Corrected = Callable[..., kg.Result]


@pytest.fixture
def corrected(tmp_path: Path) -> Corrected:
    """A build of two reports with the lines of a corrections file."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for place, text in (("金昌市", FIRM), ("白银市", OTHER)):
        (folder / f"{place}-2023.txt").write_text(f"{place}2023年政府工作报告\n{text}\n", encoding="utf-8")

    def build(*lines: str) -> kg.Result:
        file = tmp_path / "own.tsv"
        file.write_text(HEAD + "".join(line + "\n" for line in lines), encoding="utf-8")
        return kg.build([folder], corrections=file)

    return build


def entities(result: kg.Result) -> dict[str, Entity]:
    return {e.label: e for e in result.entities}


def whole(result: kg.Result, tmp_path: Path) -> rdflib.Graph:
    """The graph of a result, written, checked and without a failure."""
    out = result.write(tmp_path / "out")
    assert check.check(out, result.knowledge, shapes=True)[0] == []
    assert result.report()["ledger"]["holds"]
    return rdflib.Graph().parse(out / "graph.ttl")


def test_same_as_joins_things_of_two_reports_and_keeps_both_iris(corrected: Corrected, tmp_path: Path) -> None:
    before = entities(corrected())
    result = corrected("same-as\tEnterprise\t红柳实业有限公司\t红柳实业集团有限公司")
    assert result.unmatched == ()
    kept, gone = before["红柳实业集团有限公司"].iri, before["红柳实业有限公司"].iri
    graph = whole(result, tmp_path)
    assert set(graph.objects(URIRef(gone), REPLACED)) == {URIRef(kept)}
    figures = [o for o in result.observations if o.subject == kept]
    assert {str(o.value) for o in figures} == {"5E+8", "7E+8"} or len(figures) == 2
    assert [o.rule.endswith("; own.tsv:2") for o in figures if o.document == before["红柳实业有限公司"].document] == [
        True
    ]
    assert gone not in {e.iri for e in result.entities}


def test_rename_keeps_the_old_iri_and_the_old_name(corrected: Corrected, tmp_path: Path) -> None:
    old = entities(corrected())["“清风行动”"]
    result = corrected("rename\tProgramme\t清风行动\t清风专项行动")
    new = entities(result)["清风专项行动"]
    assert (new.iri, "“清风行动”" in new.aliases) == (iri.entity("Programme", "6203", "清风专项行动"), True)
    assert new.rule.endswith("; own.tsv:2")
    graph = whole(result, tmp_path)
    assert set(graph.objects(URIRef(old.iri), REPLACED)) == {URIRef(new.iri)}
    told = list(why("清风专项行动", tmp_path / "out"))
    assert told
    assert all("own.tsv:2" in o.rule for o in told)


def test_retype_drops_what_the_new_class_cannot_bear(corrected: Corrected, tmp_path: Path) -> None:
    result = corrected("retype\t\t清风行动\tEvent")
    assert {e.cls for e in result.entities if e.label == "“清风行动”"} == {"Event"}
    assert not [r for r in result.relations if r.predicate == "implements"]
    assert [u.reason for u in result.unresolved if u.kind == "statement"].count("class-of-end") >= 1
    whole(result, tmp_path)


def test_drop_lists_its_figures_and_the_ledger_still_adds_up(corrected: Corrected, tmp_path: Path) -> None:
    before, result = corrected().report()["ledger"], corrected("drop\t\t红柳实业有限公司\t\t\tno such firm")
    after = result.report()["ledger"]
    assert (after["seen"], after["observed"], after["listed"]) == (
        before["seen"], before["observed"] - 1, before["listed"] + 1,
    )  # fmt: skip
    assert [u.text for u in result.unresolved if u.reason == "dropped"] == ["5亿元"]
    whole(result, tmp_path)


def test_different_from_takes_a_merge_apart(corrected: Corrected, tmp_path: Path) -> None:
    result = corrected("different-from\t\t青岚盐化集团\t青岚盐化集团股份有限公司")
    found = entities(result)
    short, long = found["青岚盐化集团"], found["青岚盐化集团股份有限公司"]
    assert short.iri == iri.entity("Enterprise", "6203", "青岚盐化集团") != long.iri
    assert len(short.mentions) == len(long.mentions) == 1
    assert "青岚盐化集团" not in long.aliases
    assert long.former == ()
    assert {r.subject for r in result.relations if r.predicate == "recognizedAs"} <= {short.iri}
    assert not set(whole(result, tmp_path).objects(URIRef(short.iri), REPLACED))


def test_add_names_what_the_rules_do_not_know(corrected: Corrected, tmp_path: Path) -> None:
    result = corrected("add\tProduct\t粮食", "add\tparticipatesIn\t青岚盐化集团\t清风行动")
    assert result.unmatched == ()
    added = entities(result)["粮食"]
    assert added.rule == "own.tsv:2"
    said = [r for r in result.relations if r.rule == "add @ own.tsv:3"]
    assert [(r.subject_label, r.predicate, r.quote) for r in said] == [
        ("青岚盐化集团股份有限公司", "participatesIn", "青岚盐化集团获评全国节水企业，实施“清风行动”")
    ]
    whole(result, tmp_path)
    gone = corrected("add\tparticipatesIn\t青岚盐化集团\t清风行动", "drop\tparticipatesIn\t青岚盐化集团\t清风行动")
    assert not [r for r in gone.relations if r.rule.startswith("add @")]


def test_lines_see_what_the_lines_above_them_did(corrected: Corrected) -> None:
    result = corrected("rename\t\t清风行动\t明月行动", "rename\t\t明月行动\t流水行动", "retype\t\t流水行动\tReform")
    assert result.unmatched == ()
    assert entities(result)["流水行动"].rule.endswith("; own.tsv:2; own.tsv:3; own.tsv:4")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("drop\t\t没有此名", "no-such-name"),
        ("same-as\t\t清风行动\t没有此名", "no-such-target"),
        ("rename\t\t金昌市\t镍都市", "official"),
        ("drop\t\t金昌市", "own-place"),
        ("add\tProduct\t无此物", "not-printed"),
        ("drop\timplements\t工信部\t清风行动", "no-such-relation"),
        ("add\torganizes\t金昌市\t清风行动", "class-of-end"),
        ("rename\t\t清风行动\t“清风行动”", "so-already"),
    ],
)
def test_what_changes_nothing_says_why(corrected: Corrected, line: str, reason: str) -> None:
    assert [(u.where, u.reason) for u in corrected(line).unmatched] == [("own.tsv:2", reason)]


def test_the_script_and_the_width_of_a_name_do_not_matter(corrected: Corrected) -> None:
    assert corrected("rename\t\t「清風行動」\t流水行动").unmatched == ()


def test_never_on_a_guess_which_of_two(corrected: Corrected, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    for place in ("金昌市", "白银市"):
        file = folder / f"{place}-2023.txt"
        file.write_text(
            file.read_text(encoding="utf-8") + "引进白杨实业有限公司、青松实业有限公司。\n", encoding="utf-8"
        )
    line = "same-as\tEnterprise\t白杨实业有限公司\t青松实业有限公司"
    assert [u.reason for u in corrected(line).unmatched] == ["several-targets"]
    line = "same-as\tEnterprise\t白杨实业有限公司\t红柳实业集团有限公司"
    assert [u.reason for u in corrected(line).unmatched] == ["several-names"]
    assert corrected(line + "\t6204").unmatched == ()
    assert len({o.iri for o in corrected(line + "\t*").entities if o.label.startswith("白杨")}) == 0


def test_bad_lines_are_one_error_with_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "金昌市-2023.txt"
    report.write_text(f"金昌市2023年政府工作报告\n{FIRM}\n", encoding="utf-8")
    file = tmp_path / "own.tsv"
    file.write_text(
        HEAD
        + "merge\t\t甲\t乙\nrename\t\t甲\t\n# a remark\nretype\t\t甲\tFirm\ndrop\t\t\nadd\t\t甲\ndrop\t\t甲\t\t火星\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as error:
        kg.build([report], corrections=file)
    assert [line.split(": ")[0] for line in str(error.value).split("\n")] == [
        f"own.tsv:{n}" for n in (2, 3, 5, 6, 7, 8)
    ]
    assert main(["build", str(report), "-o", str(tmp_path / "out"), "--corrections", str(file)]) == 2
    assert "own.tsv:2: no action 'merge'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    file.write_text("action\tnom\n", encoding="utf-8")
    assert kg.build([report], corrections=file).corrections == 0
    file.write_text("action\tnom\ndrop\tx\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"^own\.tsv: the first line names the columns"):
        kg.build([report], corrections=file)
    with pytest.raises(InputError, match="no such file"):
        kg.build([report], corrections=tmp_path / "none.tsv")


def test_a_file_beside_the_reports_is_applied_at_every_build_and_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "金昌市-2023.txt").write_text(f"金昌市2023年政府工作报告\n{FIRM}\n", encoding="utf-8")
    lines = "rename\t\t清风行动\t流水行动\ndrop\t\t没有此名\n"
    (folder / "corrections.tsv").write_text(HEAD + lines, encoding="utf-8")
    graphs = set()
    for _ in range(2):
        assert main(["build", str(folder), "-o", str(tmp_path / "out")]) == 0
        said = capsys.readouterr()
        assert "corrections: 1 of 2 applied" in said.out
        assert "corrections.tsv:3: drop 没有此名: nothing in the graph has this name" in said.err
        graphs.add((tmp_path / "out" / "graph.ttl").read_bytes())
    assert len(graphs) == 1
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))["corrections"]
    assert (report["lines"], [u["where"] for u in report["unmatched"]]) == (2, ["corrections.tsv:3"])
    assert main(["check", str(tmp_path / "out")]) == 0
    assert "correction-no-such-name" in capsys.readouterr().err


def test_every_reason_has_its_words() -> None:
    source = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "src" / "kg" / "stages" / "correct").glob("*.py"))
    reasons = set(re.findall(r'"((?:no-such|several|so|not|never|class-of|own)-[a-z]+|official)"', source)) - {
        "no-such"
    }
    messages = tomllib.loads((ROOT / "src" / "kg" / "messages.toml").read_text(encoding="utf-8"))
    shapes = (ROOT / "ontology" / "shapes.ttl").read_text(encoding="utf-8")
    for reason in reasons:
        for language in ("en", "zh"):
            assert "correction_" + reason.replace("-", "_") in messages[language]
        assert f"rkgs:correction-{reason} " in shapes
