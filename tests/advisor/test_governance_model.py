"""The governance model: what rules ask is met by something, or said to be open."""

from __future__ import annotations

import pytest
from designed import blueprint, questions

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
LOGGED = "who read or changed what is logged"
SIGN_ON = "each person signs on, with a second factor"
CHANGES = "changes are reviewed and leave a trace"
TRANSFERS = "personal data leaves the region only under its rules"
CONTRACTS = "a contract with each firm that holds the data"
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


def test_card_numbers_never_reach_the_platform() -> None:
    text = BASE + "compliance: [pci]\npii_kinds: "
    found = blueprint(text + "[financial]\n")
    met = demands(text + "[financial]\n", "PCI DSS")
    assert "before Raw" in met[CARDS].met
    assert (met[CARDS].section, met[CARDS].by) == ("GOVERNANCE HOOKS", "PII")
    [card] = found.governance_model.handled
    assert "no number" in card.raw
    assert "card numbers nowhere" in found.governance_model.in_clear
    assert "refuse what looks like a card number" in found.governance_model.quality[0].kinds
    assert any("Luhn" in work for work in found.build_plan[1].work)
    assert demands(text + "[contact]\n", "PCI DSS")[CARDS].met == "no financial data stated"


def test_without_pci_account_numbers_are_tokenised_after_raw() -> None:
    found = blueprint(BASE + "pii_kinds: [financial]\n").governance_model
    assert found.handled[0].raw.startswith("in clear")
    assert "card" not in found.in_clear


@pytest.mark.parametrize(
    ("rules", "rule", "kept"),
    [
        ("pci", "PCI DSS", "1 year"),
        ("hipaa", "HIPAA", "6 years"),
        ("pci, hipaa", "PCI DSS", "6 years"),
    ],
)
def test_audit_logs_are_kept_as_long_as_the_strictest_rule_asks(
    rules: str, rule: str, kept: str
) -> None:
    text = BASE + f"compliance: [{rules}]\ncurated_retention: 90 days\n"
    found = blueprint(text)
    log = found.governance_model.audit_log
    assert log is not None
    assert log.kept == kept
    [row] = [one for asks, one in demands(text, rule).items() if asks.startswith("audit logs kept")]
    assert (row.section, row.by) == ("GOVERNANCE MODEL", "Audit log")
    assert f"/audit/, {kept}" in row.met
    assert log.where.startswith(row.met.split(",")[0])
    # How long reports are kept is another matter.
    assert found.governance_model.retention[2].kept == "90 days"


def test_without_rules_there_is_an_audit_log_too() -> None:
    log = blueprint(BASE).governance_model.audit_log
    assert log is not None
    assert (log.kept, log.because) == ("1 year", "no rule asks for longer")


def test_who_read_what_is_logged_whatever_the_lineage() -> None:
    text = BASE + "compliance: [hipaa]\nlineage_depth: table\n"
    found = demands(text, "HIPAA")[LOGGED]
    assert (found.by, bool(found.met)) == ("Audit log", True)


def test_a_rule_brings_a_company_login_unless_there_is_none() -> None:
    text = BASE + "compliance: [pci]\n"
    assert demands(text, "PCI DSS")[SIGN_ON].met
    assumed = [one for one in blueprint(text).assumptions if one.key == "identity_provider"]
    assert "second factor" in assumed[0].reason
    assert demands(text + "identity_provider: 'no'\n", "PCI DSS")[SIGN_ON].unmet


def test_changes_are_reviewed_where_a_rule_asks() -> None:
    text = BASE + "compliance: [iso27001]\n"
    rule = "ISO 27001 / SOC 2"
    assert demands(text, rule)[CHANGES].met
    assert any("reviewed" in work for work in blueprint(text).build_plan[2].work)
    assert demands(text + "reviews: 'no'\n", rule)[CHANGES].unmet
    assert demands(text + "infrastructure: console\n", rule)[CHANGES].unmet


@pytest.mark.parametrize(
    ("region", "is_met"), [("eu", True), ("uk", True), ("several", True), ("us", False)]
)
def test_personal_data_stays_where_its_rules_are(region: str, is_met: bool) -> None:
    text = BASE + f"cloud: aws\ncompliance: [gdpr]\nregion: {region}\n"
    found = demands(text, "GDPR")[TRANSFERS]
    assert bool(found.met) is is_met
    assert found.by == "Residency"
    said = blueprint(text).governance_model.residency
    assert any("Must not leave: contact data of shop" in one for one in said)
    assert "European Union" in said[0] or region not in ("eu", "several")


def test_what_no_part_meets_is_asked() -> None:
    text = BASE + "cloud: aws\ncompliance: [gdpr, pci]\nregion: us\nreview_rhythm: yearly\n"
    asked = questions(blueprint(text))
    assert f"GDPR: {TRANSFERS}. But United States" in asked
    assert "PCI DSS: access reviewed at least every 6 months. But reviewed" in asked
    assert f"GDPR: {ERASURE}" not in questions(blueprint(text + "deletion_requests: 'no'\n"))


def test_firms_that_hold_the_data_are_under_contract_first() -> None:
    text = BASE + "cloud: aws\ncompliance: [hipaa]\n"
    found = demands(text, "HIPAA")[CONTRACTS]
    assert "AWS" in found.met
    [step] = [one for one in blueprint(text).build_plan if one.title == found.by]
    assert any("AWS" in work and "HIPAA" in work for work in step.work)
    own = text.replace("cloud: aws", "cloud: on_prem")
    assert demands(own, "HIPAA")[CONTRACTS].met == "no firm outside holds data"


def test_a_breach_is_told_within_the_strictest_time() -> None:
    text = BASE + "compliance: [hipaa, gdpr]\n"
    [row] = [one for one in blueprint(text).operating_plan if one.aspect == "Breach"]
    assert "within 3 days (GDPR)" in row.practice
    assert not [one for one in blueprint(BASE).operating_plan if one.aspect == "Breach"]


def test_quality_is_counted_by_layer() -> None:
    for depth in ("keys", "relationships", "full"):
        found = blueprint(BASE + f"test_depth: {depth}\n")
        layers = found.governance_model.quality
        assert [one.layer for one in layers] == ["Raw", "Processed", "Curated"]
        assert "row counts" in layers[0].kinds
        assert "types" in layers[1].kinds
        assert ("totals" in layers[2].kinds) is (depth != "keys")
        assert ("sigma" in layers[2].kinds) is (depth == "full")


def test_columns_with_personal_data_are_named_by_table() -> None:
    found = blueprint(BASE + "pii_kinds: [contact, behaviour]\n")
    [shop] = found.governance_model.personal
    names = {model.name for model in found.models}
    tables = [part.split(": ")[0] for part in shop.columns.split("; ")]
    assert set(tables) <= names
    assert "email" in shop.columns
    assert "device_id" in shop.columns


def test_personal_data_in_free_text_is_looked_for() -> None:
    text = BASE.replace("]", ", {name: letters, kind: documents, pii: 'yes'}]")
    found = blueprint(text)
    letters = found.governance_model.personal[1]
    [hook] = [one for one in found.governance if one.aspect == "PII"]
    assert hook.tools[0] in letters.columns
    plain = blueprint(BASE)
    assert [one.tools for one in plain.governance if one.aspect == "PII"] != [hook.tools]


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


def test_roles_follow_the_consumers() -> None:
    plain = BASE.replace('"yes"', '"no"')
    names = [one.name for one in blueprint(plain).governance_model.roles]
    assert names == ["analyst", "engineer", "service"]
    more = blueprint(BASE + "external_users: 'yes'\nsandbox: 'yes'\n").governance_model
    assert [one.name for one in more.roles] == [
        "analyst", "partner", "engineer", "service", "restricted", "analyst_sandbox",
    ]  # fmt: skip
    assert blueprint(plain).governance_model.personal == []
    assert [one.source for one in more.personal] == ["shop"]


def test_a_role_counts_the_people_of_its_use_cases() -> None:
    text = BASE + (
        "use_cases: [{name: sales, workload: bi, users: 30}, {name: ask, workload: adhoc_sql,"
        " users: 5}, {name: churn, workload: ml}, {name: prices, workload: operational_api}]\n"
    )
    granted = {one.name: one.granted for one in blueprint(text).governance_model.roles}
    assert "35 people of sales and ask" in granted["analyst"]
    assert "3 people of churn, assumed" in granted["data_scientist"]
    assert "each application" in granted["application"]
    assert "partner" not in granted


def test_those_who_audit_do_not_build() -> None:
    names = [one.name for one in blueprint(BASE).governance_model.roles]
    assert "auditor" not in names
    found = blueprint(BASE + "compliance: [pci]\n").governance_model.roles
    [auditor] = [one for one in found if one.name == "auditor"]
    assert "no data" in auditor.may


def test_logins_have_a_place() -> None:
    few = blueprint(BASE + "cloud: aws\nteam_size: 3\n")
    assert next(one.choice for one in few.decisions if one.need == "secrets") == "SOPS with age"
    # A rule that asks who read what asks it of the secrets, too.
    found = blueprint(BASE + "cloud: aws\ncompliance: [pci]\n")
    [hook] = [one for one in found.governance if one.aspect == "Access"]
    assert "AWS Secrets Manager" in hook.tools
    assert any("AWS Secrets Manager" in work for work in found.build_plan[0].work)
    files = "cloud: vm\nsources: [{name: lists, kind: files, location: same_cloud, pii: 'no'}]\n"
    assert not [one for one in blueprint(files).decisions if one.need == "secrets"]
