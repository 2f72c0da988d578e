"""The audit log: who read and changed what, where that rests and for how long.

What rules ask of it is in `compliance`; what the lineage records of runs is another matter.
"""

from __future__ import annotations

from data_platform.advisor.sizing import GB
from data_platform.advisor.stack import Design
from data_platform.advisor.storage import lake_path
from data_platform.advisor.words import listed, say
from data_platform.blueprint.model import AuditLog
from data_platform.catalog import Regulation
from data_platform.interview.durations import MONTH, is_longer, show_duration
from data_platform.interview.quantities import show_size


def log_kept(design: Design) -> float:
    """How long the audit log is kept, in seconds: as the strictest rule asks, or as is usual."""
    asked = [rule.log_retention for rule in _asking(design) if rule.log_retention]
    return max([design.catalogue.constant("audit_log_kept"), *asked])


def log_place(design: Design) -> str:
    """Where the audit log rests."""
    return f"{lake_path(design)}/audit/"


def audit_log(design: Design) -> AuditLog:
    """Where it rests, how long, how big it is then, and why."""
    kept = log_kept(design)
    at_hand = min(kept, design.catalogue.constant("audit_log_at_hand"))
    rules = [rule.label for rule in _asking(design) if not is_longer(kept, rule.log_retention or 0)]
    because = say("audit_log.rule", rules=listed(rules)) if rules else say("audit_log.usual")
    return AuditLog(
        where=say("audit_log.where", place=log_place(design)),
        holds=say("audit_log.holds"),
        kept=show_duration(kept),
        at_hand=show_duration(at_hand),
        size=show_size(_size(design, kept)),
        because=because,
    )


def _asking(design: Design) -> list[Regulation]:
    rules = (design.catalogue.regulations[one] for one in design.needs.compliance)
    return [rule for rule in rules if rule.log_retention]


def _size(design: Design, kept: float) -> float:
    """Bytes of the whole log, compressed: what people and jobs leave in it until it is deleted."""
    c, needs = design.catalogue.constant, design.needs
    people = sum(use.users for use in needs.use_cases) + needs.team_size
    entries = people * c("audit_entries_person") + design.now["job_runs_month"] * c(
        "audit_entries_run"
    )
    size = entries * c("audit_entry_bytes") / c("compression_landing") * kept / MONTH
    return max(size, GB / 1000)
