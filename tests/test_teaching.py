"""docs/teach-a-phrase.md, followed as it stands: its commands are run, its lines are added, and each step does what it says."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT
from kg import knowledge
from kg.cli import main, words
from kg.pipeline import explain
from kg.tell import tell

PAGE = (ROOT / "docs" / "teach-a-phrase.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(sh|tsv|alias)([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what the page speaks of: ontology/ and data/reports/."""
    shutil.copytree(ROOT / "ontology", tmp_path / "ontology")
    shutil.copytree(ROOT / "data" / "reports", tmp_path / "data" / "reports")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def follow(desk: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[tuple[str, str]]:
    """Do what the page says, step by step: (command, what it printed)."""
    for kind, about, body in BLOCK.findall(PAGE[: PAGE.index("## What goes where")]):
        knowledge._load.cache_clear()  # the reader starts the command anew each time
        if kind == "sh":
            for command in body.strip().split("\n"):
                arguments = shlex.split(command)
                if arguments[0] == "cp":
                    shutil.copytree(desk / arguments[2], desk / arguments[3])
                    continue
                assert arguments[0] == "kg"
                assert main(arguments[1:]) == 0, capsys.readouterr()
                yield command, capsys.readouterr().out
            continue
        name, _, line = about.strip().partition(" ")
        file = desk / "my-ontology" / "lexicon" / name
        text = file.read_text(encoding="utf-8")
        if kind == "tsv":
            file.write_text(text + body, encoding="utf-8")
            continue
        found = next(x for x in text.split("\n") if x.startswith(line + "\t"))
        cells = found.split("\t")
        column = next(x for x in text.split("\n") if x.startswith("name\t")).split("\t").index("aliases")
        cells[column] = "|".join(filter(None, (cells[column], body.strip())))
        file.write_text(text.replace(found, "\t".join(cells)), encoding="utf-8")


def test_the_page_does_what_it_says(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = [out for _, out in follow(desk, capsys)]
    name, taught, figure, canonical, verb, relation, checked, built = said
    ends = sum(1 for _ in (desk / "my-ontology" / "lexicon" / "name_heads.tsv").open(encoding="utf-8"))
    assert "强链护航计" not in "".join(name.split("\n")[1:])
    assert re.search(rf"强链护航计 +Programme +\[lexicon/name_heads\.tsv:{ends}\]", taught)
    assert "米粮总收成 (in no lexicon" in figure
    assert "粮食产量" not in figure
    assert re.search(r"indicator: 粮食产量 +lexicon/indicators\.tsv:\d+", canonical)
    assert "participatesIn" not in verb
    assert "no verb that is known" in verb
    assert "lexicon/relation_verbs.tsv:" in verb
    assert re.search(r"participatesIn +强链护航计", relation)
    assert re.search(r"verb: 牵手 \(join\) +lexicon/relation_verbs\.tsv:\d+", relation)
    assert "no findings" in checked
    assert "report(s)" in built


def test_what_was_declined_says_why_and_what_is_nearest() -> None:
    known = knowledge.load()
    text = "一、今年任务。2023年粮食产量48.6万吨，位列12强。产业园区很美，“白云”很轻。民间机构可实施“清风”行动。"
    seen = explain(text, "金昌市", 2023, known)
    lines = [line for i in range(len(seen["sentences"])) for line in tell(seen, i, known)]
    told = [line for line in lines if line.kind in ("declined", "nearly")]
    assert told
    assert all(line.reason for line in told)
    shown = {line.cells[0][-4:]: line for line in told}
    assert re.search(r"lexicon/name_heads\.tsv:\d+", shown["产业园区"].near[0][1])
    assert all(re.search(r"(?:lexicon|rules)/[\w.]+:\d+", what) for line in told for _, what in line.near)
    for line in lines:
        if line.kind == "names":
            assert re.search(r"(?:lexicon|rules)/\w+\.\w+(?::\d+)?", line.where), line


@pytest.mark.parametrize("language", ["en_US.UTF-8", "zh_CN.UTF-8"])
def test_every_key_of_the_telling_has_words_and_columns_stand_under_each_other(
    language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words._messages.cache_clear()
    monkeypatch.setenv("LC_ALL", language)
    text = "青岚盐化集团有限公司实施强链行动，红柳公司提出减税计划，甲、乙两个产业园区开工，产业园区3个，排名第5。"
    assert main(["try", text, "--place", "金昌市", "--year", "2023"]) == 0
    out = capsys.readouterr().out
    words._messages.cache_clear()
    names = [line for line in out.split("\n") if "[lexicon/name_" in line or "[lexicon/divisions" in line]
    starts = [m.start(1) for line in names if (m := re.search(r"  ([A-Z][A-Za-z]+)", line))]
    columns = {words.width(line[:start]) for line, start in zip(names, starts, strict=True)}
    assert len(names) == 2
    assert len(columns) == 1  # the classes stand under each other
    for key in re.findall(r"^      (\w+_\w+)$", out, re.MULTILINE):
        pytest.fail(f"no words for {key}")


def test_wide_characters_take_two_columns() -> None:
    assert [words.width(x) for x in ("金昌", "GDP", "“清”", "１")] == [4, 3, 4, 2]
    assert words.padded("金昌", 6) == "金昌  "


def test_every_reason_that_a_stage_gives_has_words_in_both_languages() -> None:
    import tomllib

    source = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "src" / "kg").rglob("*.py"))
    reasons = set(re.findall(r'Declined\([^)]*"(?:number|statement)", "([a-z-]+)"', source))
    reasons |= set(re.findall(r'_decline\(\w+, "([a-z-]+)"', source)) | set(re.findall(r'reason="([a-z-]+)"', source))
    messages = tomllib.loads((ROOT / "src" / "kg" / "messages.toml").read_text(encoding="utf-8"))
    assert len(reasons) > 8
    for language in ("en", "zh"):
        assert [r for r in sorted(reasons) if "why_" + r.replace("-", "_") not in messages[language]] == []
