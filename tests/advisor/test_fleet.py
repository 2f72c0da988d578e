"""Machines that a load asks for take hours, and what is read beside a store is paid once."""

from __future__ import annotations

from data_platform.advisor.fleet import machines, upkeep_of
from data_platform.advisor.ingestion_methods import method_of
from data_platform.advisor.needs import resolve
from data_platform.advisor.placement import explored_share
from data_platform.advisor.sizing import load
from data_platform.catalog import load_catalogue
from data_platform.interview.answer_file import read_answers

CATALOGUE = load_catalogue()
KAFKA = CATALOGUE.technologies["kafka"]


def test_a_few_brokers_are_in_the_hours_of_the_technology() -> None:
    few = {"log_brokers": 2.0, "log_disk_gb": 10.0, "stream_gb_month": 1.0, "hours_month": 730.0}
    assert machines(KAFKA, "event_log", "on_prem", few) == 3  # three at least
    assert upkeep_of(KAFKA, "event_log", "on_prem", few, CATALOGUE) == KAFKA.upkeep_hours


def test_each_broker_beyond_takes_its_share_of_hours() -> None:
    many = {"log_brokers": 1010.0, "log_disk_gb": 1.0, "stream_gb_month": 1.0, "hours_month": 730.0}
    assert machines(KAFKA, "event_log", "on_prem", many) == 1010
    beyond = 1000 * CATALOGUE.constant("upkeep_per_machine")
    found = upkeep_of(KAFKA, "event_log", "on_prem", many, CATALOGUE)
    assert found == KAFKA.upkeep_hours + beyond


def test_what_is_managed_has_no_machines_of_its_own() -> None:
    pubsub = CATALOGUE.technologies["pubsub"]
    assert machines(pubsub, "event_log", "gcp", {"stream_gb_month": 10.0**6}) == 0


def test_who_asks_a_search_does_not_query_the_store() -> None:
    needs = resolve(
        read_answers(
            "concurrent_users: 200\nuse_cases:\n"
            "  - {name: answers, workload: rag, users: 12000}\n"
            "  - {name: reports, workload: bi, users: 40}\n"
        ).answers(),
        CATALOGUE,
    )
    methods = {one.name: method_of(one, needs, CATALOGUE) for one in needs.sources}
    assert load(needs, CATALOGUE, methods)["concurrent_users"] == 8  # a fifth of forty
    assert explored_share(needs) == 1


def test_only_who_explores_asks_an_engine_beside_the_store() -> None:
    needs = resolve(
        read_answers(
            "use_cases:\n"
            "  - {name: reports, workload: bi, users: 90}\n"
            "  - {name: looks, workload: adhoc_sql, users: 10}\n"
        ).answers(),
        CATALOGUE,
    )
    assert explored_share(needs) == 0.1
