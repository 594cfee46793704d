"""The command: every subcommand on a built folder, help with an example, documents that tell the truth."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from pathlib import Path

import pytest

from conftest import ROOT
from kg.cli import examples, main, parser


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    status = main([str(a) for a in arguments])
    done = capsys.readouterr()
    return status, done.out, done.err


@pytest.mark.parametrize("command", sorted(examples()))
def test_help_shows_one_real_example_that_parses(capsys: pytest.CaptureFixture[str], command: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0
    assert examples()[command] in capsys.readouterr().out
    assert parser().parse_args(shlex.split(examples()[command])[1:]).command == command


def test_build_prints_the_ledger_equation_and_it_adds_up(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, "build", samples, "-o", tmp_path / "out")
    assert (status, err) == (0, "")
    seen, *parts = map(int, re.findall(r"\d+", out.split("\n")[1]))
    assert seen == sum(parts) > 100


def test_messages_follow_the_terminal(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.cli import words

    words._messages.cache_clear()
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    _, out, _ = run(capsys, "build", samples / "jinchang-2023.txt", "-o", tmp_path / "out")
    words._messages.cache_clear()
    assert "篇报告" in out


def test_named_questions_answer_in_every_format(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "query", "funds-and-their-size", built, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert (rows[0]["yuan"], rows[0]["fund"]) in {
        ("1000000000", "城乡融合发展基金"),
        ("1000000000", "镍都产业投资基金"),
    }
    _, out, _ = run(capsys, "query", "funds-and-their-size", built, "--format", "json")
    assert json.loads(out)["results"]["bindings"][0]["yuan"]["value"] == "1000000000"
    _, out, _ = run(capsys, "query", "funds-and-their-size", built, "--format", "table")
    assert "─" in out
    _, out, _ = run(capsys, "query", "CONSTRUCT WHERE { ?s a rkg:Fund }", built)
    assert "a rkg:Fund" in out


def test_most_questions_have_an_answer_on_the_samples(built: Path) -> None:
    from kg.exits import sparql
    from kg.knowledge import load

    store = sparql.open_graph(built)
    questions = sorted(p.stem for p in (ROOT / "ontology" / "queries").glob("*.rq"))
    answers = [sparql.ask(store, sparql.query_text(q, load())) for q in questions]
    answered = [q for q, a in zip(questions, answers, strict=True) if any(True for _ in a)]
    assert len(answered) >= 20, sorted(set(questions) - set(answered))


def test_why_says_where_a_number_comes_from(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "why", "28.95%", built)
    assert status == 0
    assert re.search(r"jinchang-2023\.txt:\d+ \[\d+:\d+\] ", out)
    assert "growth.up @ rules/observations.toml:" in out
    assert run(capsys, "why", "不存在的事物", built)[0] == 1


def test_try_shows_what_was_read_and_what_was_not(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "try", "一、粮食产量达到48.6万吨，实施强链行动。", "--year", "2023")
    assert "48.6万吨" in out
    assert "level @ rules/observations.toml:" in out
    assert re.search(r"强链行动 +Programme +\[lexicon/name_heads\.tsv:\d+\]", out)


def test_check_and_eval_run_on_a_build(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "check", built)[0] == 0
    status, out, _ = run(capsys, "eval", ROOT / "data" / "gold", built)
    assert status == 0
    assert len(re.findall(r"^  bound ", out, re.MULTILINE)) == 4


def test_eval_names_each_miss_and_each_false_hit(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = json.loads((ROOT / "data" / "gold" / "jinchang-2023.gold.json").read_text(encoding="utf-8"))
    extra = {**gold["observations"][0], "start": 0, "end": 2, "text": "镍都", "value": "7"}
    gold["observations"] = [*gold["observations"][1:], extra]
    (tmp_path / "jinchang-2023.gold.json").write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    main(["build", str(samples / "jinchang-2023.txt"), "-o", str(tmp_path / "out"), "-q"])
    _, out, _ = run(capsys, "eval", tmp_path / "jinchang-2023.gold.json", tmp_path / "out")
    assert "- found: 镍都" in out
    assert "+ found: 567.73亿元 金昌市 地区生产总值" in out


def test_the_commands_in_the_documents_parse_and_the_code_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [p.read_text(encoding="utf-8") for p in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]]
    commands = [
        m
        for t in texts
        for m in re.findall(r"(?:^|&& |\s)(?:\.venv/bin/)?(kg (?:build|query|why|try|check|eval|view) [^\n`|]+)", t)
    ]
    parsed = 0
    for command in commands:
        if "GOLD" in command or "INPUT" in command or command.endswith(("(", ",")):
            continue
        try:
            parser().parse_args(shlex.split(command.rstrip("),.;"))[1:])
        except SystemExit as end:
            assert end.code == 0, command  # `--list` prints and ends, like `--help`
        parsed += 1
    assert parsed >= 6
    monkeypatch.chdir(ROOT)
    for block in re.findall(r"```python\n(.*?)```", "\n".join(texts), re.DOTALL):
        exec(compile(block, "README", "exec"), {})
