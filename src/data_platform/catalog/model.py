"""The catalogue's types: ladders, rungs, technologies, prices, constants, source kinds.

Everything a rule may know comes through these. Reading YAML is `loader`'s work.
Quantities are in base units: bytes, seconds, events a second, US dollars.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from data_platform.catalog.price import (
    CLOUD_OF_VENDOR,
    BookDate,
    Confidence,
    Price,
    RegionFactor,
    Unpriced,
)
from data_platform.interview.names import slug

if TYPE_CHECKING:
    # What reads YAML is imported when the catalogue is wanted, not when its types are.
    from data_platform.catalog.subjects import Subjects


@dataclass(frozen=True)
class Metric:
    """A measurable load that a limit may be set on.

    kind: how it is read and shown (size, rate, events, duration, number, percent).
    grows: whether it rises with the stated growth of the data. one: its label after 1.
    """

    id: str
    label: str
    kind: str
    grows: bool
    one: str = ""

    def after(self, value: float) -> str:
        """The label that follows a value: “people” after 3, “person” after 1."""
        return self.one if value == 1 and self.one else self.label


@dataclass(frozen=True)
class Limit:
    """What a rung or technology holds: a metric must be at most `most`, or at least `least`.

    because: how it was come to; an own assumption must say. tighter: on a rung, why it is tighter
    than that of the rung below. needs: on a technology, the ladders on which it counts; all if
    empty.
    """

    metric: str
    most: float | None = None
    least: float | None = None
    source: str = ""
    confidence: Confidence = "medium"
    because: str = ""
    tighter: str = ""
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Factor:
    """One factor of a quantity: a number, a driver, or a driver in steps rounded up.

    each: the driver is divided by this and rounded up (capacity units). least: the
    smallest result.
    """

    driver: str = ""
    number: Decimal = Decimal(1)
    each: Decimal | None = None
    least: Decimal | None = None


@dataclass(frozen=True)
class CostRule:
    """How a technology's cost follows from the load: product of factors x rate of the SKU.

    shape: of the machine that is paid for, empty where it is none. shares: GB of memory that it
    takes of a machine that small tools share, or the driver that says so; None where it has its
    own machine. by_use: whether the machine is paid by the hour used.
    """

    component: Literal["Storage", "Compute", "Egress", "Tools"]
    item: str
    sku: str
    quantity: tuple[Factor, ...]
    clouds: frozenset[str]
    needs: frozenset[str] = frozenset()
    shape: str = ""
    shares: Factor | None = None
    by_use: bool = False


@dataclass(frozen=True)
class Technology:
    """A technology: where it runs, what it asks of a team, what it costs.

    clouds: the platforms it runs on (aws, azure, gcp, on_prem, vm). managed: run by a
    vendor. open_source: its licence is open. skills: ids of the skills it is used with.
    upkeep_hours: a month. reason: why one would choose it on its rung, one clause.
    gives: capabilities beyond those of its rung. brings: ids of technologies that come with
    it. beside: if any, it makes sense only where one of these technologies is chosen too.
    stands_for: a need whose technology is meant by this one, which is only a name for it.
    limits: what it holds where that is less than its rung does. replaces: what it takes the place
    of or makes unnecessary, as ids of technologies or plain words. carries: how the changes that
    it captures get to where they rest, a clause.
    priced: whether all of its price is known; where a licence is not, or nothing is, it is never
    taken for being cheap, and the costs that it has are not all.
    path: where its files rest, with {platform}, {lake}, {account} (the same without signs, at most
    24 characters), {layer} and {region} to be filled in.
    """

    id: str
    name: str
    clouds: frozenset[str]
    managed: bool
    open_source: bool
    licence: str
    skills: tuple[str, ...]
    upkeep_hours: float
    reason: str
    source: str
    aliases: tuple[str, ...] = ()
    gives: frozenset[str] = frozenset()
    brings: tuple[str, ...] = ()
    beside: frozenset[str] = frozenset()
    stands_for: str = ""
    costs: tuple[CostRule, ...] = ()
    format: str = ""
    path: str = ""
    confidence: Confidence = "medium"
    limits: tuple[Limit, ...] = ()
    replaces: tuple[str, ...] = ()
    carries: str = ""
    priced: bool = True


@dataclass(frozen=True)
class Rung:
    """A class of technology on a ladder, with what it holds and gives.

    elsewhere: why nobody would take it on the clouds that none of its technologies is for.
    """

    id: str
    title: str
    limits: tuple[Limit, ...]
    gives: frozenset[str]
    technologies: tuple[str, ...]
    move: str
    sources: tuple[str, ...]
    elsewhere: str = ""


@dataclass(frozen=True)
class Ladder:
    """A need of a platform and its rungs, simplest first."""

    need: str
    title: str
    layer: str
    rungs: tuple[Rung, ...]


@dataclass(frozen=True)
class Constant:
    """A number that a rule needs, with its band and where it comes from."""

    id: str
    value: float
    low: float
    high: float
    unit: str
    source: str
    confidence: Confidence


@dataclass(frozen=True)
class SourceKind:
    """What is typical for a kind of source, used where a person has not said it.

    shape: database, api, file, stream or document. update_pattern: as in the answers.
    change_log: whether its changes can be captured from a log. type_label: DB, API, File,
    Stream or Document. volume, daily_volume: assumed bytes where nothing is said.
    """

    id: str
    shape: Literal["database", "api", "file", "stream", "document"]
    type_label: str
    update_pattern: str
    change_log: bool
    payload: str
    volume: int
    daily_volume: int
    tables: int


@dataclass(frozen=True)
class Workload:
    """What a kind of use case asks of the platform: assumed freshness, capabilities, consumer."""

    id: str
    freshness: float
    consumer: str
    access: str
    wants: tuple[str, ...]
    users: int


@dataclass(frozen=True)
class PersonalKind:
    """A kind of personal data. columns: their usual names. of: what their tables are about."""

    id: str
    columns: tuple[str, ...]
    of: frozenset[str]


@dataclass(frozen=True)
class Demand:
    """What a compliance regime asks. within: the time that belongs to it, where one does."""

    id: str
    source: str
    confidence: Confidence
    within: float | None = None


@dataclass(frozen=True)
class Regulation:
    """A compliance regime and its demands, by their ids.

    personal: the kinds of personal data that it is about.
    """

    id: str
    label: str
    asks: Mapping[str, Demand]
    personal: tuple[str, ...] = ()

    @property
    def retention(self) -> float | None:
        """The least time that records are kept; None where it sets none."""
        return self.asks["retention"].within if "retention" in self.asks else None

    @property
    def log_retention(self) -> float | None:
        """The least time that audit logs are kept; None where it sets none."""
        return self.asks["log_retention"].within if "log_retention" in self.asks else None

    @property
    def erasure(self) -> bool:
        """Whether a person may have data deleted."""
        return "erasure" in self.asks

    @property
    def audit(self) -> bool:
        """Whether it must be shown from what each figure came."""
        return "audit" in self.asks


@dataclass(frozen=True)
class Catalogue:
    """Everything that is known.

    subjects: what sources hold. layouts: technology -> how it divides large tables.
    nodes: shape of a machine -> cloud -> SKU. platform_costs: what a cloud charges whatever
    is chosen (egress, private endpoints). drivers: what a factor of a cost may be -> its unit.
    unpriced: SKUs without a public price. book: of when the prices are.
    """

    metrics: dict[str, Metric]
    capabilities: dict[str, str]
    ladders: dict[str, Ladder]
    technologies: dict[str, Technology]
    prices: dict[str, Price]
    constants: dict[str, Constant]
    source_kinds: dict[str, SourceKind]
    workloads: dict[str, Workload]
    regulations: dict[str, Regulation]
    personal: dict[str, PersonalKind]
    subjects: Subjects
    layouts: dict[str, str]
    nodes: dict[str, dict[str, str]] = field(default_factory=dict)
    node_memory: dict[str, Decimal] = field(default_factory=dict)
    platform_costs: tuple[CostRule, ...] = ()
    drivers: dict[str, str] = field(default_factory=dict)
    region_factors: dict[tuple[str, str], RegionFactor] = field(default_factory=dict)
    unpriced: dict[str, Unpriced] = field(default_factory=dict)
    book: BookDate = field(default_factory=BookDate)

    def region_factor(self, cloud: str, region: str) -> RegionFactor:
        """What US list prices are multiplied by on a cloud in a region of the interview.

        It is for the cloud's own services; `price_factor` knows which prices it is for.
        Raises KeyError for a cloud or region that the interview does not offer.
        """
        return self.region_factors[cloud, region]

    def price_factor(self, sku: str, region: str) -> RegionFactor | None:
        """What a price is multiplied by in a region; None where it is the same everywhere.

        That is the price of a vendor with no list by region, or one that was not seen in the
        US. Raises KeyError for a SKU that is not known.
        """
        price = self.prices[sku]
        seller = CLOUD_OF_VENDOR.get(price.vendor, price.vendor)
        return self.region_factors.get((seller, region)) if price.in_us else None

    def constant(self, name: str) -> float:
        """The likely value of a constant. Raises KeyError for one that is not known."""
        return self.constants[name].value

    def find(self, name: str) -> Technology | None:
        """The technology that a person means: by id, name or alias, loosely written."""
        return self.technologies.get(self._called.get(slug(name, ""), ""))

    @cached_property
    def _called(self) -> dict[str, str]:
        """The id of a technology by each of its names; the first one that has it."""
        found: dict[str, str] = {}
        for technology in self.technologies.values():
            for name in (technology.id, technology.name, *technology.aliases):
                found.setdefault(slug(name, ""), technology.id)
        return found
