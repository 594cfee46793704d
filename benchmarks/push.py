"""A graph into Oxigraph and Virtuoso with `kg push`: triples per second, and whether any differs.

    KG_STORES=DIR python benchmarks/push.py OUT-or-graph.ttl [STORE ...]

Stores: oxigraph (its server in memory; extra `stores`), virtuoso (after .ci/stores DIR). Each is started for this run
on a port of its own and ends with it.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import stores
from kg.exits.push import Target, push


def main() -> int:
    """Measure and print; 1 when anything differs."""
    graph = Path(sys.argv[1])
    differs = 0
    for name in sys.argv[2:] or ["oxigraph", "virtuoso"]:
        with tempfile.TemporaryDirectory() as folder:
            # Virtuoso: 8 kB a buffer, so 0.6 GB
            made = stores.virtuoso(Path(folder), 75_000) if name == "virtuoso" else stores.oxigraph(Path(folder))
            with made as store:
                target = Target(store.data, "https://example.org/g", user=store.user, password=store.password)
                begun = time.perf_counter()
                done = push(graph, target)
                whole = time.perf_counter() - begun
        found = sum(done.verified.kinds.values())
        differs += found
        print(
            f"{name}: {done.triples} triples in {done.requests} request(s), {done.seconds:.1f} s: "
            f"{done.triples / done.seconds:.0f} triples/s; with each triple compared {whole:.1f} s: "
            f"{done.triples / whole:.0f} triples/s; {found} differences",
            flush=True,
        )
        for difference in done.verified.differences[:5]:
            print(f"  {difference}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; this process at most {peak:.0f} MB")
    return 1 if differs else 0


if __name__ == "__main__":
    sys.exit(main())
