"""The record of one antibody: what it sets, who has it, where its onset is looked for."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from onconeural.evidence import antibody_label
from onconeural.model.areas import area_setting, area_spread
from onconeural.model.people import Age, Share, TumourShare
from onconeural.model.registry import Spread
from onconeural.model.settings import Record, Setting, Treated, spread, value
from onconeural.model.tumours import tumour

Reading = Literal["intracellular", "surface"]


class TumourFree(Record):
    """Share of draws without a tumour; their disease starts with a danger pulse on ``day``, ``amount`` times ag."""

    share: float
    amount: float
    day: float


class OnsetSearch(Record):
    """Where onset is likely: the top ``share`` of plausible patients by a linear ``score``."""

    share: float
    score: Literal["ctl", "antibody"]


class Immunotherapy(Record):
    """As practised: share of patients (0 to 1) who get ``drugs`` after the diagnosis, and a second line if need be."""

    first_line: float = 0.5
    second_line: float = 0.0
    drugs: tuple[str, ...] = ("steroids", "ivig")


class Symptomatic(Record):
    """As practised: share of patients (0 to 1) who take a drug against symptoms from the diagnosis on."""

    drug: str
    share: float
    source: str | None = None
    status: Literal["measured", "inferred", "assumed"]
    basis: str


class Antibody(Record):
    """One antibody, in one reading of its class, over the shared equations.

    ``id`` is the antibody's key, with the reading after @ where the class is uncertain. ``borrows`` is the antibody
    whose settings stand in for all that is not set here (assumed). ``part``: of the patients without an antibody, the
    share who have this disease. ``factors`` and ``spread_factors`` multiply values and spreads of single parameters:
    what a calibration found; a file states none.
    """

    id: str
    antibody: str
    antibody_class: Literal["intracellular", "surface", "uncertain"]
    reading: Reading
    why_uncertain: str | None = None
    borrows: str | None = None
    part: Share | None = None
    tumours: tuple[TumourShare, ...]
    with_tumour: Share
    age: Age
    female: Share
    sources: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    settings: dict[str, Setting]
    spread: dict[str, Spread]
    treated: Treated | None = None
    immunotherapy: Immunotherapy = Immunotherapy()
    symptomatic: Symptomatic | None = None
    tumour_free: TumourFree | None = None
    onset_search: OnsetSearch
    horizon: float
    factors: dict[str, float] = Field(default_factory=dict)
    spread_factors: dict[str, float] = Field(default_factory=dict)

    @property
    def label(self) -> str:
        """How the antibody is written, with the reading of its class where that is uncertain."""
        plain = antibody_label(self.antibody)
        return f"{plain}, read as {self.reading}" if self.antibody_class == "uncertain" else plain

    @property
    def tumour(self) -> str:
        """The tumour that most patients with a tumour have."""
        return max(self.tumours, key=lambda t: t.share).tumour

    @property
    def cited(self) -> tuple[str, ...]:
        """Keys of all sources that the record names."""
        ages = (t.age for t in self.tumours if t.age)
        parts: list[Share | Age | Symptomatic] = [self.with_tumour, self.age, self.female, *self.tumours, *ages]
        parts += [self.symptomatic] if self.symptomatic else []
        return tuple(dict.fromkeys((*(p.source for p in parts if p.source), *self.sources)))

    def value(self, symbol: str, with_tumour: str | None = None) -> float:
        """The value of a parameter, in the unit of the registry, with one tumour (else the usual one).

        >>> from onconeural.model import antibody
        >>> antibody("yo").value("g"), antibody("ma2").value("g", "nsclc")
        (0.0025, 0.00085)
        """
        in_area = area_setting(self.id, symbol)
        layers = (self.settings, tumour(with_tumour or self.tumour).settings)
        return self.factors.get(symbol, 1.0) * (value(symbol, *layers) if in_area is None else in_area)

    def spread_of(self, symbol: str, with_tumour: str | None = None) -> Spread | None:
        """How a parameter differs between patients with this antibody and one tumour (else the usual one)."""
        of_area = area_spread(self.id, symbol)
        found = of_area or spread(symbol, self.spread, tumour(with_tumour or self.tumour).spread)
        factor = self.spread_factors.get(symbol, 1.0)
        return found if found is None or factor == 1.0 else found.wider(factor)

    def with_only(self, kind: str) -> Antibody:
        """The same record for patients who all have one kind of tumour; StopIteration where it has not got it.

        >>> from onconeural.model import antibody
        >>> [part.tumour for part in antibody("hu").with_only("sclc").tumours]
        ['sclc']
        """
        part = next(t for t in self.tumours if t.tumour == kind)
        only = part.model_copy(update={"share": 1.0, "drawn": None})
        return self.model_copy(update={"tumours": (only,), "tumour_free": None})

    def treated_with(self, key: str) -> Treated:
        """How a tumour is treated once it is found, as practised."""
        return self.treated or tumour(key).treated
