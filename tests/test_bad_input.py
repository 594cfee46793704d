"""Bad input gets one clear line or is handled; what was there before stays whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import kg
from kg.cli import main
from kg.stages import read

GOOD = "金昌市2023年地区生产总值567.73亿元，增长11.5%。"


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str]:
    status = main([str(a) for a in arguments])
    return status, capsys.readouterr().err.strip()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t ", "empty"),
        ("binary.txt", b"\x00\x01\x02" * 50, "binary"),
        ("broken.txt", b"\xff\xff\xfd" * 40, "neither UTF-8"),
    ],
)
def test_a_file_that_is_no_text_gets_one_line_and_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes, says: str
) -> None:
    (tmp_path / name).write_bytes(data)
    status, err = run(capsys, "build", tmp_path / name, "-o", tmp_path / "out")
    assert status == 2
    assert says in err
    assert name in err
    assert "\n" not in err
    assert not (tmp_path / "out").exists()


def test_a_missing_file_and_a_folder_without_reports_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, err = run(capsys, "build", tmp_path / "none.txt", "-o", tmp_path / "out")
    assert (status, "no such file" in err) == (2, True)
    (tmp_path / "dir").mkdir()
    status, err = run(capsys, "build", tmp_path / "dir", "-o", tmp_path / "out")
    assert (status, "no reports" in err) == (2, True)


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(read.LARGEST + 1)
    status, err = run(capsys, "build", tmp_path / "huge.txt", "-o", tmp_path / "out")
    assert (status, "split it" in err) == (2, True)


def test_time_and_memory_grow_with_the_text_and_not_faster(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys, time, resource, kg; from pathlib import Path;"
        "started = time.process_time(); kg.build([Path(sys.argv[1])], jobs=1);"
        "print(time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    measured = []
    for size in (1, 4):
        lines = [f"第{i}镇2023年粮食产量{i + 3}.5万吨，增长{i % 9}.{i % 7}%。\n" for i in range(1000 * size)]
        (tmp_path / f"{size}.txt").write_text("".join(lines), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-c", code, tmp_path / f"{size}.txt"], capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
        measured.append([float(x) for x in done.stdout.split()])
    (short, small), (long, large) = measured
    assert long < 8 * short
    assert large < 4 * small
    assert large < 400_000  # kB


def test_a_line_without_end_and_a_wall_of_digits_are_read(tmp_path: Path) -> None:
    for name, text in (("line", "金昌市粮食产量" * 5000), ("digits", "1234567890" * 200), ("dots", "，。、" * 5000)):
        (tmp_path / f"{name}.txt").write_text(text + "。" + GOOD, encoding="utf-8")
        assert kg.build([tmp_path / f"{name}.txt"]).documents[0].ledger.holds


def test_a_folder_with_one_bad_file_names_that_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "reports" / "bad.txt").write_bytes(b"\x00\x01" * 50)
    status, err = run(capsys, "build", tmp_path / "reports", "-o", tmp_path / "out")
    assert (status, "bad.txt" in err, "\n" in err) == (2, True, False)
    assert not (tmp_path / "out").exists()


def test_a_text_in_another_language_is_an_honest_empty_result(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "en.txt").write_text("The quick brown fox jumps over the lazy dog.", encoding="utf-8")
    status, err = run(capsys, "build", tmp_path / "en.txt", "-o", tmp_path / "out")
    assert status == 1
    assert "nothing" in err or "no figure" in err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_reports_in_any_usual_encoding_read_the_same(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(GOOD.encode(encoding))
    result = kg.build([tmp_path / "a.txt"])
    assert [o.as_written for o in result.observations] == ["567.73亿元", "11.5%"]


HOSTILE = [
    "<script>alert(1)</script>", "</script><script>x", "<img src=x onerror=alert(1)>", "\"'>{{7*7}}", "} SELECT * { ?s ?p ?o",
    "\u2028\u2029", "\x0b\x1b[31m", "javascript:alert(1)", "href=x", "\\u003c/script\\u003e",
]  # fmt: skip


@pytest.mark.parametrize("payload", HOSTILE)
def test_markup_in_names_and_quotes_stays_text(tmp_path: Path, payload: str) -> None:
    text = f"金昌市实施“{payload}强链”行动，投资5亿元。{GOOD}"
    out = kg.build([("x.txt", text)]).write(tmp_path / "out")
    page = (out / "graph.html").read_text(encoding="utf-8")
    body = page.split('id="data">')[1].split("</script>")[0]
    assert "<" not in body
    assert "\u2028" not in body
    import pyoxigraph as ox

    store = ox.Store()
    store.load((out / "graph.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
    assert len(store) > 20


def test_a_run_that_fails_leaves_the_previous_folder_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = kg.build([("x.txt", GOOD)]).write(tmp_path / "out")
    before = {p: p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}
    from kg.exits import tables

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tables, "write_tables", full)
    with pytest.raises(OSError, match="No space"):
        kg.build([("y.txt", GOOD + "粮食产量3万吨。")]).write(out)
    assert {p: p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()} == before
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_ctrl_c_ends_with_130_and_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.pipeline.facts_of", stop)
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    status, _ = run(capsys, "build", tmp_path / "a.txt", "-o", tmp_path / "out")
    assert status == 130
    assert sorted(os.listdir(tmp_path)) == ["a.txt"]


def test_an_output_that_is_a_file_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    status, err = run(capsys, "build", tmp_path / "a.txt", "-o", tmp_path / "out")
    assert (status, "not a folder" in err) == (2, True)
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT * WHERE { ?s ?p", "not valid SPARQL"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "refused"),
        ("no-such-question", "no question of that name"),
    ],
)
def test_bad_queries_are_told_what_is_wrong(
    built: Path, capsys: pytest.CaptureFixture[str], query: str, says: str
) -> None:
    status, err = run(capsys, "query", query, built)
    assert status == 2
    assert says in err
