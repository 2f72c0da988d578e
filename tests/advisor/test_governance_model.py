"""The governance model: what rules ask is met by something, or said to be open."""

from __future__ import annotations

import pytest
from designed import blueprint

from data_platform.blueprint.model import DemandRow
from data_platform.catalog import load_catalogue

BASE = """
platform_name: acme
sources: [{name: shop, kind: postgresql, volume: 50 GB, pii: "yes"}]
"""


def demands(text: str, rule: str) -> dict[str, DemandRow]:
    """What a rule asks, by the words of the demand."""
    [found] = [one for one in blueprint(text).governance_model.compliance if one.rule == rule]
    return {one.asks: one for one in found.demands}


ERASURE = "a person's data deleted on request"
AUDIT = "who did what can be shown"
ACCESS = "access only for those who were granted it"
CARDS = "card numbers unreadable wherever they are stored"


def test_a_rule_that_is_met_says_by_what() -> None:
    text = BASE + "compliance: [gdpr, sox]\n"
    assert demands(text, "GDPR")[ERASURE].met == "erase job, all layers, within 30 days"
    kept = demands(text, "SOX")["records kept 7 years"]
    assert (kept.section, kept.met) == ("STORAGE DESIGN", "Curated, 7 years")


def test_what_contradicts_a_rule_is_open() -> None:
    text = BASE + "compliance: [gdpr, sox]\ndeletion_requests: 'no'\ncurated_retention: 1 year\n"
    assert demands(text, "GDPR")[ERASURE].unmet
    sox = demands(text, "SOX")
    assert sox["records kept 7 years"].unmet
    assert sox[AUDIT].met
    assert demands(text + "lineage_depth: table\n", "SOX")[AUDIT].unmet


def test_access_that_nobody_grants_is_open() -> None:
    text = BASE + "compliance: [hipaa]\n"
    assert demands(text, "HIPAA")[ACCESS].met
    assert demands(text + "governance_model: nobody\n", "HIPAA")[ACCESS].unmet


@pytest.mark.parametrize(("rhythm", "is_met"), [("quarterly", True), ("yearly", False)])
def test_access_is_reviewed_as_often_as_asked(rhythm: str, is_met: bool) -> None:
    found = demands(BASE + f"compliance: [pci]\nreview_rhythm: {rhythm}\n", "PCI DSS")
    assert bool(found["access reviewed at least every 6 months"].met) is is_met


def test_card_numbers_in_raw_are_open() -> None:
    text = BASE + "compliance: [pci]\npii_kinds: "
    assert "Raw" in demands(text + "[financial]\n", "PCI DSS")[CARDS].unmet
    assert demands(text + "[contact]\n", "PCI DSS")[CARDS].met


def test_what_is_asked_of_personal_data_is_met_where_there_is_none() -> None:
    text = BASE.replace('"yes"', '"no"') + "compliance: [gdpr]\n"
    found = demands(text, "GDPR").values()
    assert {one.met for one in found} == {"no personal data stated"}


def test_each_rule_has_a_row_with_its_demands() -> None:
    rules = load_catalogue().regulations
    found = blueprint(BASE + f"compliance: [{', '.join(rules)}]\n").governance_model.compliance
    assert {row.rule for row in found} == {rule.label for rule in rules.values()}
    assert len(found) == len(rules)
    for row in found:
        [rule] = [one for one in rules.values() if one.label == row.rule]
        assert [one.source for one in row.demands] == [one.source for one in rule.asks.values()]
    assert blueprint(BASE + "compliance: [none]\n").governance_model.compliance == []


def test_each_kind_is_handled_as_the_hook_says() -> None:
    found = blueprint(BASE + "pii_kinds: [health, location]\n")
    [hook] = [one for one in found.governance if one.aspect == "PII"]
    handled = found.governance_model.handled
    assert [one.kind for one in handled] == ["Health data", "Location traces"]
    assert all(one.handled in hook.implementation for one in handled)


def test_how_a_layer_is_deleted_follows_the_sources() -> None:
    raw = blueprint(BASE).governance_model.retention[0]
    [said] = [one for one in blueprint(BASE).storage if one.name == "Raw"]
    assert ("full copies of shop" in raw.deleted) == ("full copies of shop" in said.retention)


def test_why_a_layer_is_kept_is_said() -> None:
    kept = {
        one.layer: one.because
        for one in blueprint(
            BASE + "raw_retention: {estimate: 90 days}\n"
        ).governance_model.retention
    }
    assert "estimate" in kept["Raw"]
    assert "assumed" in kept["Curated"]
    ruled = blueprint(BASE + "compliance: [sox]\n").governance_model.retention[2]
    assert "SOX" in ruled.because


def test_roles_follow_the_answers() -> None:
    plain = BASE.replace('"yes"', '"no"')
    names = [one.name for one in blueprint(plain).governance_model.roles]
    assert names == ["analyst", "engineer", "service"]
    more = blueprint(BASE + "external_users: 'yes'\nsandbox: 'yes'\n").governance_model
    assert [one.name for one in more.roles][3:] == ["restricted", "partner", "analyst_sandbox"]
    assert blueprint(plain).governance_model.personal == []
    assert [one.source for one in more.personal] == ["shop"]
