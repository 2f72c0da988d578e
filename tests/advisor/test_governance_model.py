"""The governance model: what rules ask is met by something, or said to be open."""

from __future__ import annotations

import pytest
from designed import blueprint

from data_platform.catalog import load_catalogue

BASE = """
platform_name: acme
sources: [{name: shop, kind: postgresql, volume: 50 GB, pii: "yes"}]
"""


def row(text: str, rule: str):  # type: ignore[no-untyped-def]
    [found] = [one for one in blueprint(text).governance_model.compliance if one.rule == rule]
    return found


def test_a_rule_that_is_met_says_by_what() -> None:
    found = row(BASE + "compliance: [gdpr, sox]\n", "GDPR")
    assert found.unmet == []
    assert "30 days" in found.met[0]
    sox = row(BASE + "compliance: [gdpr, sox]\n", "SOX")
    assert sox.unmet == []
    assert any("84 months" in one or "7 years" in one for one in sox.met)


def test_what_contradicts_a_rule_is_open() -> None:
    text = BASE + "compliance: [gdpr, sox]\ndeletion_requests: 'no'\ncurated_retention: 1 year\n"
    assert row(text, "GDPR").unmet
    assert not row(text, "GDPR").met
    assert len(row(text, "SOX").unmet) == 1  # the retention; its audit is met
    assert row(text + "lineage_depth: table\n", "SOX").unmet[1:]


@pytest.mark.parametrize("rule", sorted(load_catalogue().regulations))
def test_each_rule_asks_something_and_has_a_source(rule: str) -> None:
    [found] = blueprint(BASE + f"compliance: [{rule}]\n").governance_model.compliance
    assert found.asks
    assert found.source


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
