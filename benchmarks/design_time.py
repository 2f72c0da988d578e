"""How long a design takes, by how much there is to design: `python -m benchmarks.design_time`.

Best of several runs, in milliseconds of wall clock and of CPU; a busy machine shows in the
first and not in the second. Nothing here is a test: a test with a clock fails on a slow day.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence

from data_platform.advisor import design
from data_platform.catalog import load_catalogue
from data_platform.interview.answers import Answers

#: Sources and pipelines of one's own.
SIZES = ((1, 0), (10, 0), (10, 10), (100, 100), (300, 300), (1000, 0), (1000, 1000))
KINDS = ("postgresql", "mysql", "saas_api", "app_events", "files", "logs")


def platform(sources: int, pipelines: int) -> Answers:
    """Answers with so many sources of all kinds and pipelines that read them."""
    return Answers.model_validate(
        {
            "platform_name": "big",
            "cloud": "aws",
            "sources": [
                {"name": f"s{at}", "kind": KINDS[at % len(KINDS)], "volume": 10**9 * (at % 50 + 1)}
                for at in range(sources)
            ],
            "use_cases": [{"name": "reports", "workload": "bi"}],
            "pipelines": [
                {"name": f"p{at}", "inputs": [f"s{at % sources}"]} for at in range(pipelines)
            ],
        }
    )


def measured(answers: Answers, runs: int) -> tuple[float, float]:
    """The best wall clock and CPU time of a design, in milliseconds."""
    catalogue = load_catalogue()
    walls, cpus = [], []
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        design(answers, catalogue)
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return min(walls) * 1000, min(cpus) * 1000


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.design_time", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="runs of each size; the best counts")
    parser.add_argument("--json", action="store_true", help="as JSON")
    given = parser.parse_args(arguments)
    rows = []
    for sources, pipelines in SIZES:
        wall, cpu = measured(platform(sources, pipelines), given.runs)
        each = wall / max(1, sources + pipelines)
        rows.append({"sources": sources, "pipelines": pipelines, "ms": wall, "cpu_ms": cpu})
        if not given.json:
            print(
                f"{sources:>5} sources {pipelines:>5} pipelines {wall:>8.1f} ms"
                f" {cpu:>8.1f} ms CPU {each:>7.3f} ms each"
            )
    if given.json:
        print(json.dumps(rows, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
