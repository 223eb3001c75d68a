"""From a model file to the first result in a fresh process, without and with the cache.

    python benchmarks/cold_start.py

The import is that of the engine after NumPy. Without the cache the libraries that read a model are loaded after it.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from onconeural.model import antimony_text

MODEL = Path(__file__).parent / "models" / "benchmark.ant"
PROGRAM = """
import sys, time
from pathlib import Path
import numpy
begun = time.perf_counter()
from onconeural.engine import Model
imported = time.perf_counter()
model = Model.from_antimony(Path(sys.argv[1]).read_text(encoding="utf-8"))
model.simulate(100.0, outputs=model.states[:1], times=(100.0,), rtol=1e-5)
print(time.perf_counter() - imported, imported - begun)
"""
TIMES = 15


def cold_start() -> dict[str, float]:
    """Seconds after the import, which stands beside them; medians over fresh processes."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        disease = Path(folder) / "disease.ant"
        disease.write_text(antimony_text(), encoding="utf-8")
        for name, path in (("benchmark", MODEL), ("disease", disease)):
            empty = [_run(path, Path(folder) / f"{name}{i}") for i in range(TIMES)]
            filled = [_run(path, Path(folder) / f"{name}0") for _ in range(TIMES)]
            found[f"{name}, no cache"] = statistics.median(first for first, _ in empty)
            found[f"{name}, with cache"] = statistics.median(first for first, _ in filled)
            found["import"] = statistics.median(imported for _, imported in filled)
    return found


def _run(model: Path, cache: Path) -> tuple[float, float]:
    environment = {**os.environ, "ONCONEURAL_CACHE": str(cache)}
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(model)], env=environment, capture_output=True, text=True,
                          check=True)  # fmt: skip
    first, imported = map(float, done.stdout.split())
    return first, imported


if __name__ == "__main__":
    for which, seconds in cold_start().items():
        print(f"{which}: {seconds:.3f} s")
