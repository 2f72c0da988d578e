"""Where data rests: the pinned region, who outside holds data, and what must not leave."""

from __future__ import annotations

from data_platform.advisor.stack import Design
from data_platform.advisor.title import people
from data_platform.advisor.words import listed, say
from data_platform.interview.kinds import Kind

#: Regions of the interview that personal data of people in the EU may rest in as it is.
IN_EUROPE = frozenset({"eu", "uk"})


def vendors(design: Design) -> list[str]:
    """The firms that hold data for the platform: the cloud or host, and tools run by others."""
    cloud = design.needs.cloud
    own = [] if cloud == "on_prem" else [_host(cloud)]
    return [*own, *outside(design)]


def _host(cloud: str) -> str:
    return say("residency.host") if cloud == "vm" else Kind("choice", of="cloud").label(cloud)


def outside(design: Design) -> list[str]:
    """Managed technologies that are not of the cloud itself, each once."""
    cloud = design.needs.cloud
    chosen = [choice.technology for choice in design.choices.values()]
    return list(
        dict.fromkeys(
            one.name for one in chosen if one.managed and one.clouds != frozenset({cloud})
        )
    )


def residency(design: Design) -> list[str]:
    """Statements on where data rests: the region, the firms outside, what must not leave."""
    needs = design.needs
    region = Kind("choice", of="region").label(needs.region)
    key = "several" if needs.region == "several" else needs.cloud
    key = key if key in ("several", "on_prem", "vm") else "cloud"
    found = [say(f"residency.{key}", region=region, home=home(design))]
    if needs.pii:
        kinds = listed((_label(one) for one in needs.pii_kinds if one != "none"), most=6)
        sources = listed(source.name for source in needs.sources if source.pii)
        found.append(say("residency.stays", kinds=kinds, sources=sources))
    elif needs.region != "several":
        found.append(say("residency.nothing"))
    tools = outside(design)
    if tools:
        found.append(say("residency.outside", tools=listed(tools, most=8), region=region))
    if needs.pii:
        readers = people(needs.pii_readers)
        found.append(say("residency.readers", readers=readers))
    return found


def home(design: Design) -> str:
    """The region that data rests in which no rule ties to another one."""
    needs = design.needs
    tied = any("transfers" in design.catalogue.regulations[one].asks for one in needs.compliance)
    wanted = "eu" if needs.region == "several" and tied else needs.region
    if wanted == "several":
        return say("residency.no_home")
    return Kind("choice", of="region").label(wanted)


def _label(kind: str) -> str:
    return Kind("several", of="pii_kind").label(kind).lower()
