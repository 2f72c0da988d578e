"""What requirements ask of the analytical store. Which store gives it is the ladder's matter."""

from __future__ import annotations

from data_platform.advisor.ladder import Want
from data_platform.advisor.needs import Needs
from data_platform.advisor.pattern import Pattern
from data_platform.advisor.pattern_facts import REPORTS
from data_platform.advisor.words import say
from data_platform.catalog import Catalogue


def store_wants(needs: Needs, catalogue: Catalogue, pattern: Pattern) -> tuple[Want, ...]:
    """All that is asked of it, with the requirement behind each."""
    wants = list(pattern.store_wants)
    answers = needs.answers
    live = [use for use in needs.use_cases if use.workload == "realtime_dashboard"]
    within = any(use.freshness <= catalogue.constant("streaming_freshness") for use in live)
    # In a mesh each domain has its own store for what is live; the shared one holds what is shared.
    if live and "data_mesh" not in pattern.ids and (within or pattern.ids[0] == "streaming"):
        wants.append(Want("live_events", say("requirements.live", name=live[0].name)))
    if answers.row_security or needs.tenants > 1:
        wants.append(Want("row_security", by_row(needs)))
    if needs.encryption_keys == "customer":
        wants.append(Want("customer_keys", say("requirements.own_keys")))
    if answers.private_network:
        wants.append(Want("private_network", say("requirements.private")))
    if answers.row_deletes:
        wants.append(Want("row_deletes", say("requirements.row_deletes")))
    elif needs.deletion:
        wants.append(Want("row_deletes", say("requirements.erasure")))
    wants += _beyond_a_file(needs, catalogue, pattern)
    wants += _beyond_rows(needs, catalogue)
    # Users of reports log in to the BI tool; a team logs in to the store.
    team = needs.team_size >= catalogue.constant("login_min_people")
    login = team if answers.identity_provider is None else answers.identity_provider
    if login and needs.concurrent_users > catalogue.constant("login_min_queries"):
        wants.append(Want("single_sign_on", say("requirements.login")))
    return tuple(wants)


def _beyond_a_file(needs: Needs, catalogue: Catalogue, pattern: Pattern) -> list[Want]:
    """What a database has and an engine in one process has not; files are read by engines anyway.

    Personal data is read by named people; and data of which nobody said that it is little may
    turn out to be many times as much. One person with data of nobody else does without both.
    """
    if pattern.tables_in_files or needs.team_size < catalogue.constant("accounts_min_people"):
        return []
    wants = []
    if needs.pii:
        wants.append(Want("accounts", say("requirements.accounts")))
    if needs.workloads & REPORTS and all(s.sure == "unknown" for s in needs.sources):
        # Where a cloud was named, or domains will bring theirs, what is paid by use is not sized.
        sized = needs.cost_priority == "cheapest" or needs.managed == "self_run"
        named = needs.answers.cloud or ("data_mesh" in pattern.ids and needs.cloud)
        rented = named not in (None, False, "on_prem", "vm") and not sized
        wants.append(Want("elastic" if rented else "room", say("requirements.room")))
    return wants


def _beyond_rows(needs: Needs, catalogue: Catalogue) -> list[Want]:
    """Columns, where a database of rows goes and dashboards are asked live: they outgrew it."""
    if "realtime_dashboard" not in needs.workloads:
        return []
    rows = {
        name
        for rung in catalogue.ladders["analytical_store"].rungs
        if "rows" in rung.gives
        for name in rung.technologies
    }
    for tool in needs.answers.existing_tools:
        technology = catalogue.find(tool.name) if tool.name else None
        if tool.keep is False and technology and technology.id in rows:
            return [Want("column_scans", say("requirements.columns_of", name=technology.name))]
    return []


def by_row(needs: Needs) -> str:
    """Why rights must reach the single row."""
    tenants = needs.tenants > 1 and not needs.answers.row_security
    return say("requirements.tenants" if tenants else "requirements.row_security")
