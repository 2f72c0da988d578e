"""How far the advisor agrees with what teams chose: `python -m benchmarks.agreement [DIR]`.

A case file has a `situation`, which becomes answers (`conversion`), a `published_choice`
and what else is `acceptable`; both are only compared with, after the design is made.
Definitions are in docs/evidence.md. A case file that is malformed is named and left out.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.case_files import BadCase, Case, names_of, read_case
from benchmarks.complexity import complexity
from benchmarks.conversion import answers_of, sources_of
from benchmarks.families import FACETS, Facet, families, main_families
from data_platform.advisor.needs import resolve
from data_platform.advisor.stack import Design, decide
from data_platform.catalog import Catalogue, load_catalogue

HERE = Path(__file__).parent
MEASURES = ("pattern_strict", "pattern_acceptable", "ingestion", *FACETS)


@dataclass(frozen=True)
class Compared:
    """What came of one case.

    patterns: ours, the first of them weighs most. methods: for each source that the case
    judges, ours, those that agree and whether it does. tools: for each facet; None where the
    case does not judge it. group: of the case file, empty where it names none.
    """

    slug: str
    patterns: tuple[str, ...]
    published: str
    strict: bool
    acceptable: bool
    methods: Mapping[str, tuple[str, tuple[str, ...], bool]]
    tools: Mapping[str, Facet | None]
    over: tuple[str, ...]
    under: tuple[str, ...]
    group: str = ""


@dataclass
class Tally:
    """How often something agreed, of how many."""

    agreed: int = 0
    of: int = 0

    def add(self, agrees: bool) -> None:
        """Count one."""
        self.agreed += agrees
        self.of += 1


@dataclass
class Result:
    """All cases, the sums, and what could not be read."""

    cases: list[Compared] = field(default_factory=list)
    sums: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in MEASURES})
    main: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in FACETS})
    malformed: dict[str, str] = field(default_factory=dict)

    def over(self) -> list[str]:
        """Slugs of designs more complex than what the team and its judges got by with."""
        return [case.slug for case in self.cases if case.over]

    def under(self) -> list[str]:
        """Slugs of designs that are less than the least that would do."""
        return [case.slug for case in self.cases if case.under]

    def groups(self) -> dict[str, dict[str, Tally]]:
        """The sums of each group of cases, by its name; empty where there are not several."""
        names = sorted({case.group for case in self.cases})
        if len(names) < 2:
            return {}
        return {name: _tallies(c for c in self.cases if c.group == name)[0] for name in names}


def _tallies(cases: Iterable[Compared]) -> tuple[dict[str, Tally], dict[str, Tally]]:
    """How often each measure agreed; the second of the tools that bear a facet, alone."""
    sums = {name: Tally() for name in MEASURES}
    main = {name: Tally() for name in FACETS}
    for case in cases:
        sums["pattern_strict"].add(case.strict)
        sums["pattern_acceptable"].add(case.acceptable)
        for _, _, agrees in case.methods.values():
            sums["ingestion"].add(agrees)
        for facet, found in case.tools.items():
            if found:
                sums[facet].add(found.agrees)
                main[facet].add(found.main)
    return sums, main


def evaluate(folder: Path, catalogue: Catalogue) -> Result:
    """Compare every case file of a folder."""
    result = Result()
    for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]):
        try:
            compared = compare(read_case(path), catalogue)
        except BadCase as error:
            result.malformed[path.name] = str(error)
            continue
        result.cases.append(compared)
    result.sums, result.main = _tallies(result.cases)
    return result


def compare(case: Case, catalogue: Catalogue) -> Compared:
    """Design for a case's situation, then hold the design against what was chosen."""
    try:
        answers = answers_of(case.situation, catalogue)
    except ValueError as error:
        raise BadCase(f"situation: {' '.join(str(error).split())}") from error
    design = decide(resolve(answers, catalogue), catalogue)
    ids = design.pattern.ids
    published = str(case.choice["pattern"])
    accepted = names_of(case.acceptable["pattern"])
    tools = {facet: _facet(facet, design, case) for facet in FACETS}
    methods = _methods(design, case)
    over, under = complexity(ids, methods, tools, case)
    return Compared(
        case.slug, ids, published, ids[0] == published, ids[0] in accepted, methods, tools,
        over, under, case.group,
    )  # fmt: skip


def _facet(facet: str, design: Design, case: Case) -> Facet | None:
    accepted = set(names_of((case.acceptable.get("tool_families") or {}).get(facet)))
    if not accepted:
        return None
    names, found = families(facet, design)
    main = main_families(facet, design)
    return Facet(names, found, bool(set(found) & accepted), bool(set(main) & accepted), main)


def _methods(design: Design, case: Case) -> dict[str, tuple[str, tuple[str, ...], bool]]:
    """Our method for each source that the case judges; sources are matched by name."""
    judged = {str(k): v for k, v in (case.acceptable.get("ingestion_methods") or {}).items()}
    found = {}
    for source, need in zip(sources_of(case.situation), design.needs.sources, strict=False):
        name = str(source.get("name"))
        accepted = names_of(judged.get(name))
        if accepted:
            method = design.methods[need.name].name.lower()
            found[name] = (method, accepted, method in accepted)
    return found


def as_json(result: Result) -> dict[str, Any]:
    """The sums and lists, as `--json` prints them."""
    return {
        **{name: {"agreed": t.agreed, "of": t.of} for name, t in result.sums.items()},
        "main_tool": {name: {"agreed": t.agreed, "of": t.of} for name, t in result.main.items()},
        "over_engineered": result.over(),
        "under_engineered": result.under(),
        "malformed": result.malformed,
        "groups": {
            group: {name: {"agreed": t.agreed, "of": t.of} for name, t in sums.items()}
            for group, sums in result.groups().items()
        },
        "cases": [
            {
                "slug": case.slug,
                "pattern": list(case.patterns),
                "published": case.published,
                "pattern_strict": case.strict,
                "pattern_acceptable": case.acceptable,
                "ingestion": {name: found[0] for name, found in case.methods.items()},
                "tools": {
                    name: {
                        "tools": list(found.tools),
                        "families": list(found.families),
                        "agrees": found.agrees,
                        "main_agrees": found.main,
                    }
                    for name, found in case.tools.items()
                    if found
                },
                "over": list(case.over),
                "under": list(case.under),
            }
            for case in result.cases
        ],
    }


def as_text(result: Result) -> str:
    """A few lines for each case, then the sums."""
    lines = []
    for case in result.cases:
        mark = "=" if case.strict else "~" if case.acceptable else "X"
        lines.append(f"{case.slug}: {mark} {' + '.join(case.patterns)} (they: {case.published})")
        for name, (method, accepted, agrees) in case.methods.items():
            lines.append(f"    {'ok' if agrees else 'X '} {method:9} {name}")
            if not agrees:
                lines[-1] += f" (acceptable: {', '.join(accepted)})"
        for facet, found in case.tools.items():
            if found:
                mark = "ok" if found.main else "by the rest" if found.agrees else "X "
                lines.append(f"    {mark} {facet}: {', '.join(found.tools)}")
        lines += [f"    OVER-ENGINEERED {one}" for one in case.over]
        lines += [f"    UNDER-ENGINEERED {one}" for one in case.under]
    lines.append("")
    for name, tally in result.sums.items():
        share = f"{100 * tally.agreed / tally.of:5.1f} %" if tally.of else "    - "
        lines.append(f"{name.replace('_', ' '):20} {tally.agreed:4} of {tally.of:4}  {share}")
    for name, tally in result.main.items():
        lines.append(f"  main tool alone: {name:14} {tally.agreed:4} of {tally.of:4}")
    lines.append(f"over-engineered      {len(result.over()):4}")
    lines.append(f"under-engineered     {len(result.under()):4}")
    for group, sums in result.groups().items():
        lines += ["", f"group {group or 'without a name'}"]
        lines += [
            f"  {name.replace('_', ' '):18} {tally.agreed:4} of {tally.of:4}"
            for name, tally in sums.items()
        ]
    lines += [f"malformed: {name}: {why}" for name, why in result.malformed.items()]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run over a folder; 2 where there is nothing to compare."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.agreement", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=HERE / "cases", metavar="DIR")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    asked = parser.parse_args(arguments)
    if not asked.folder.is_dir():
        print(f"{asked.folder} is no folder; name one with case files in YAML", file=sys.stderr)
        return 2
    result = evaluate(asked.folder, load_catalogue())
    print(json.dumps(as_json(result), indent=1) if asked.json else as_text(result))
    if not result.cases:
        print(f"{asked.folder} holds no case that can be read", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
