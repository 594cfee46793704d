"""Extraction speed against jieba.cut on the same text in the same run, and the cold start of one build.

    python benchmarks/speed.py FOLDER-OF-REPORTS [FILES]

Needs jieba (the `benchmark` extra). One process; the ratio is what counts: times differ between machines.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    """Measure and print; the exit status says nothing about speed."""
    folder = Path(sys.argv[1])
    files = sorted(folder.glob("*.txt"))[: int(sys.argv[2]) if len(sys.argv) > 2 else None]
    megabytes = sum(f.stat().st_size for f in files) / 1e6
    import jieba

    import kg

    jieba.initialize()
    kg.build(files[:1], jobs=1)  # both have loaded their dictionaries
    started = time.perf_counter()
    for file in files:
        for _ in jieba.cut(file.read_text(encoding="utf-8")):
            pass
    cut = time.perf_counter() - started
    started = time.perf_counter()
    result = kg.build(files, jobs=1)
    read = time.perf_counter() - started
    print(
        f"{len(files)} reports, {megabytes:.2f} MB, {len(result.observations)} figures, {len(result.relations)} relations"
    )
    print(f"kg: {megabytes / read:.3f} MB/s; jieba.cut: {megabytes / cut:.3f} MB/s; ratio {cut / read:.2f}")
    print(
        f"kg peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB (jieba's dictionary included)"
    )
    with tempfile.TemporaryDirectory() as out:
        started = time.perf_counter()
        command = [sys.executable, "-m", "kg.cli", "build", str(files[0]), "-o", f"{out}/out", "-q"]
        subprocess.run(command, check=True)
        cold = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import jieba; jieba.initialize()"], check=True, capture_output=True)
    base = time.perf_counter() - started
    print(
        f"cold `kg build` of one report: {cold:.2f} s, {peak} MB; jieba alone initialises in {base:.2f} s; ratio {cold / base:.2f}"
    )


if __name__ == "__main__":
    main()
