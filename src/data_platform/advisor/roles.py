"""Who reads the platform: a role for each kind of consumer, and those who run and watch it.

What is granted to them in words is in `governance` and `governance_model`.
"""

from __future__ import annotations

from typing import Final

from data_platform.advisor.needs import Needs
from data_platform.catalog import Catalogue

#: The role of the consumers of each kind of use case. Services stand for many people each.
ROLE_OF: Final = {
    "bi": "analyst",
    "adhoc_sql": "analyst",
    "realtime_dashboard": "analyst",
    "ml": "scientist",
    "operational_api": "application",
    "reverse_etl": "application",
    "rag": "assistant",
    "data_sharing": "partner",
}
#: Demands of a regime that somebody must be able to look into what happened.
_WATCHED: Final = ("audit", "logged", "log_retention")


def role_ids(needs: Needs, catalogue: Catalogue) -> tuple[str, ...]:
    """The roles that are granted: consumers first, then who builds, then who watches."""
    used = [ROLE_OF[use.workload] for use in needs.use_cases]
    used += ["analyst"] if needs.answers.sandbox else []
    used += ["partner"] if needs.answers.external_users else []
    found = [one for one in dict.fromkeys(ROLE_OF.values()) if one in used]
    found += ["engineer", "service"]
    found += ["personal"] if needs.pii else []
    asked = {demand for rule in needs.compliance for demand in catalogue.regulations[rule].asks}
    found += ["auditor"] if asked & set(_WATCHED) else []
    found += ["sandbox"] if needs.answers.sandbox else []
    return tuple(found)


def consumers(needs: Needs, role: str) -> tuple[list[str], int, bool]:
    """The use cases whose consumers have a role, how many people, and whether that was said."""
    stated = needs.answers.use_cases
    found, count, is_said = [], 0, True
    for at, use in enumerate(needs.use_cases):
        if ROLE_OF[use.workload] == role:
            found.append(use.name)
            count += use.users
            is_said = is_said and at < len(stated) and stated[at].users is not None
    return found, count, is_said and bool(found)
