"""Whole platforms with a published monthly cost, against what the advisor estimates for them.

`python -m benchmarks.platform_costs [DIR] [--json]`. Each file of the folder holds what is
known of a platform as answers, with the technologies that were built as overrides where
they are known, and what was published. The estimate is that of the product: low, likely and
high a month, at today's load. What the publisher did not count is left out of it by name.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml

from data_platform.advisor.cost import cost, lines
from data_platform.advisor.needs import resolve
from data_platform.advisor.scenarios import Scenario
from data_platform.advisor.stack import Design, decide
from data_platform.blueprint.model import CostLine
from data_platform.catalog import load_catalogue
from data_platform.interview.answer_file import read_answers

HERE: Final = Path(__file__).parent / "platforms"
#: USD for 1 EUR, as the price book converts.
EUR: Final = 1.09
#: How near the likely amount should be, in percent.
NEAR: Final = 25
_KEYS: Final = frozenset(
    ("title", "source", "published", "currency", "counted", "only", "leaves_out", "answers", "why")
)


@dataclass(frozen=True)
class Platform:
    """A platform with its published cost a month in US dollars, and the advisor's estimate.

    why: what explains the difference where it is not within the band or not near.
    """

    slug: str
    title: str
    source: str
    published: float
    low: float
    likely: float
    high: float
    why: str

    @property
    def within(self) -> bool:
        """Whether what was published lies between low and high."""
        return self.low <= self.published <= self.high

    @property
    def percent(self) -> float:
        """How far the likely amount is from what was published."""
        return (self.likely / self.published - 1) * 100

    @property
    def near(self) -> bool:
        """Whether the likely amount is near what was published."""
        return abs(self.percent) <= NEAR


def platforms(folder: Path = HERE) -> list[Platform]:
    """All platforms of a folder. Raises ValueError for a file with something missing or unknown."""
    return [_platform(path) for path in sorted(folder.glob("*.yaml"))]


def _platform(path: Path) -> Platform:
    told: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    unknown, missing = set(told) - _KEYS, {"title", "source", "published", "answers"} - set(told)
    if unknown or missing:
        raise ValueError(f"{path.name}: unknown {sorted(unknown)}, missing {sorted(missing)}")
    answers = read_answers(yaml.safe_dump(told["answers"], allow_unicode=True)).answers()
    catalogue = load_catalogue()
    design = decide(resolve(answers, catalogue), catalogue)
    low, likely, high = _amounts(design, told)
    return Platform(
        slug=path.stem,
        title=told["title"],
        source=told["source"],
        published=round(told["published"] * (EUR if told.get("currency") == "EUR" else 1), 2),
        low=low,
        likely=likely,
        high=high,
        why=told.get("why", ""),
    )


def _amounts(design: Design, told: dict[str, Any]) -> tuple[float, float, float]:
    """Low, likely and high; of the technologies that were counted, where not all were."""
    if "only" not in told and "leaves_out" not in told:
        estimate = cost(design, month=0)
        return float(estimate.low), float(estimate.total), float(estimate.high)
    scenarios: tuple[Scenario, ...] = ("low", "likely", "high")
    low, likely, high = (
        float(
            sum(
                (line.amount for line in lines(design, one, month=0) if _counted(line, told)),
                Decimal(0),
            )
        )
        for one in scenarios
    )
    return min(low, likely), likely, max(likely, high)


def _counted(line: CostLine, told: dict[str, Any]) -> bool:
    if "only" in told:
        return line.technology in told["only"]
    return line.technology not in told["leaves_out"]


def written(found: Sequence[Platform]) -> str:
    """The table, what explains each that is off, and how many are within and near."""
    rows = [
        f"{'platform':22} {'published':>10} {'low':>10} {'likely':>10} {'high':>10}  band  likely"
    ]
    for one in found:
        rows.append(
            f"{one.slug:22} {one.published:10,.0f} {one.low:10,.0f} {one.likely:10,.0f} "
            f"{one.high:10,.0f}  {'in  ' if one.within else 'out '}  {one.percent:+.0f} %"
        )
        if one.why and not (one.within and one.near):
            rows.append(f"    {one.why}")
    within, near = sum(one.within for one in found), sum(one.near for one in found)
    rows.append(f"within low and high: {within} of {len(found)}")
    rows.append(f"likely within {NEAR} %: {near} of {len(found)}")
    return "\n".join(rows)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the comparison of a folder, this one's where none is named."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.platform_costs")
    parser.add_argument("folder", nargs="?", type=Path, default=HERE)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    found = platforms(asked.folder)
    if not asked.json:
        print(written(found))
        return
    rows = [
        asdict(one) | {"within": one.within, "near": one.near, "percent": round(one.percent, 1)}
        for one in found
    ]
    sums = {"of": len(found), "within": sum(o.within for o in found)}
    print(json.dumps(sums | {"near": sum(o.near for o in found), "platforms": rows}, indent=2))


if __name__ == "__main__":
    main()
