"""Which antibody settings the twins are drawn from: the case's own, a stand-in, or a mixture when none is given."""

from __future__ import annotations

from dataclasses import dataclass

from onconeural.case import Case
from onconeural.evidence import antibody_label
from onconeural.model import antibodies_of_phenotype, modelled, outside_domain, stand_in

NOT_AN_ANTIBODY = ("none", "neuronal_unspecified")


class OutsideDomainError(ValueError):
    """The model must not be asked about this case; the message says why."""


@dataclass(frozen=True)
class Candidates:
    """Modelled antibodies in equal shares (assumed where there is more than one), and what has to be said about it."""

    antibodies: tuple[str, ...]
    warnings: tuple[str, ...]


def candidates(case: Case) -> Candidates:
    """The antibody settings for a case.

    Raises OutsideDomainError when every positive antibody lies outside the domain of the model.

    >>> candidates(Case(case_id="a", phenotype="sensory_neuronopathy", antibodies=[{"name": "hu"}])).antibodies
    ('hu',)
    """
    positive = [a for a in case.antibodies if a.name not in NOT_AN_ANTIBODY]
    sure = tuple(dict.fromkeys(a.name for a in positive if a.confirmed is not False))
    doubtful = tuple(dict.fromkeys(a.name for a in positive if a.name not in sure))
    warnings = tuple(
        f"{antibody_label(name)} was not confirmed by a second method; the forecast still takes it as true"
        for name in doubtful
        if not sure
    )
    found = _known(sure or doubtful)
    if found is None:
        return _by_phenotype(case, warnings)
    return Candidates(found.antibodies, (*warnings, *found.warnings))


def _known(names: tuple[str, ...]) -> Candidates | None:
    own = tuple(n for n in names if n in modelled())
    if own:
        others = [antibody_label(n) for n in names if n not in own]
        labels = ", ".join(others)
        return Candidates(own, (f"{labels}: no settings in the model; not used for the twins",) if others else ())
    standing = {n: s for n in names if (s := stand_in(n))}
    if standing:
        said = tuple(
            f"{antibody_label(n)} has no settings of its own: those of {antibody_label(s)} stand in (assumed)"
            for n, s in standing.items()
        )
        return Candidates(tuple(dict.fromkeys(standing.values())), said)
    reasons = [f"{antibody_label(n)}: {why}" for n in names if (why := outside_domain(n))]
    if reasons:
        raise OutsideDomainError("outside the domain of the model, so no forecast: " + "; ".join(reasons))
    return None


def _by_phenotype(case: Case, warnings: tuple[str, ...]) -> Candidates:
    mixture = antibodies_of_phenotype(case.phenotype)
    labels = ", ".join(antibody_label(a) for a in mixture)
    said = f"no antibody with settings in the model: the twins are a mixture in equal shares of {labels} (assumed)"
    return Candidates(mixture, (*warnings, said))
