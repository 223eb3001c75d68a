"""Which antibody settings the twins are drawn from: the case's own, a stand-in, or a mixture when none is given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from onconeural.case import Case
from onconeural.evidence import antibody_label
from onconeural.model import antibodies_of_phenotype, antibody, outside_domain, readings, stand_in
from onconeural.workup import reliability

UNCONFIRMED = 0.5  # share of true results that no second method confirmed and no count speaks of (assumed)
TRUSTED = 0.95  # share of true results from which an antibody result is taken as it is (assumed)
NOT_AN_ANTIBODY = ("none", "neuronal_unspecified")


class OutsideDomainError(ValueError):
    """The model must not be asked about this case; the message says why."""


@dataclass(frozen=True)
class Candidates:
    """Settings sets with their shares before the facts are weighed, and what has to be said about it.

    ``shares`` add up to 1; without them the shares are equal (assumed where there is more than one set). ``borrowed``:
    the settings are those of another antibody that stands in, so that nothing was validated for this one.
    """

    antibodies: tuple[str, ...]
    warnings: tuple[str, ...]
    shares: tuple[float, ...] = ()
    borrowed: bool = False

    @property
    def validatable(self) -> tuple[str, ...]:
        """Settings sets whose validation says something about this case."""
        return () if self.borrowed else self.antibodies


def candidates(case: Case) -> Candidates:
    """The antibody settings for a case: both readings where the class of the antibody is uncertain.

    Raises OutsideDomainError when every positive antibody lies outside the domain of the model.

    >>> candidates(Case(case_id="a", phenotype="sensory_neuronopathy", antibodies=[{"name": "hu"}])).antibodies
    ('hu',)
    """
    positive = [a for a in case.antibodies if a.name not in NOT_AN_ANTIBODY]
    sure = tuple(dict.fromkeys(a.name for a in positive if a.confirmed is not False))
    doubtful = tuple(dict.fromkeys(a.name for a in positive if a.name not in sure))
    found = _known(sure or doubtful)
    if found is None:
        return _by_phenotype(case)
    mixed = _with_doubt(case, sure or doubtful, found)
    if sure or mixed is not found:
        return mixed
    said = (
        f"{antibody_label(name)} was not confirmed by a second method; it is still taken as true" for name in doubtful
    )
    return replace(found, warnings=(*said, *found.warnings))


def _with_doubt(case: Case, names: tuple[str, ...], found: Candidates) -> Candidates:
    """An antibody result that is often false: the rest of the weight goes to what else presents this way."""
    rest = tuple(a for a in antibodies_of_phenotype(case.phenotype) if a not in found.antibodies)
    true, why = _true_share(case, names)
    if len(names) != 1 or not rest or true >= TRUSTED:
        return found
    said = (
        f"{antibody_label(names[0])}: {why}; "
        f"the other {100 * (1.0 - true):.0f} % of the twins' weight before the facts is shared equally by "
        f"{', '.join(antibody(a).label for a in rest)}, which present this way (assumed); that this is no "
        "paraneoplastic syndrome at all is not simulated"
    )
    own, other = true / len(found.antibodies), (1.0 - true) / len(rest)
    shares = (own,) * len(found.antibodies) + (other,) * len(rest)
    return Candidates((*found.antibodies, *rest), (*found.warnings, said), shares, found.borrowed)


def _true_share(case: Case, names: tuple[str, ...]) -> tuple[float, str]:
    """Share of true results among positive ones like the best of these, by the work-up, and where it is from."""
    results = [r.estimate.probability for r in reliability(case) if r.antibody in names and r.estimate]
    best = max(results, key=lambda share: share.value, default=None)
    if best is None:
        refuted = all(a.confirmed is False for a in case.antibodies if a.name in names)
        return (UNCONFIRMED, "a second method did not confirm it, and no published count says how often such a result "
                f"is true: {100 * UNCONFIRMED:.0f} % is assumed") if refuted else (1.0, "")  # fmt: skip
    counted = f" ({best.count} of {best.n})" if best.n is not None else ""
    why = f"{100 * best.value:.0f} % of positive results like this one were true{counted}"
    if best.value <= 0.0:  # none of n is no proof that it cannot be
        return 0.5 / ((best.n or 0) + 1.0), f"{why}, taken as half a patient"
    return best.value, why


def _known(names: tuple[str, ...]) -> Candidates | None:
    known = tuple(n for n in names if readings(n))
    own = tuple(n for n in known if not any(antibody(one).borrows for one in readings(n))) or known
    if own:
        labels = ", ".join(antibody_label(n) for n in names if n not in own)
        others = (f"{labels}: no own settings in the model; not used for the twins",) if labels else ()
        return Candidates(_sets(own), (*others, *(said for n in own for said in _limits(n))))
    standing = {n: s for n in names if (s := stand_in(n))}
    if standing:
        said = tuple(
            f"{antibody_label(n)} has no settings of its own: those of {antibody_label(s)} stand in (assumed)"
            for n, s in standing.items()
        )
        return Candidates(_sets(tuple(standing.values())), said, borrowed=True)
    reasons = [f"{antibody_label(n)}: {why}" for n in names if (why := outside_domain(n))]
    if reasons:
        raise OutsideDomainError("outside the domain of the model, so no forecast: " + "; ".join(reasons))
    return None


def _sets(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for name in names for one in readings(name)))


def _limits(name: str) -> Iterator[str]:
    """What is borrowed, read in two ways or left out for an antibody with a record of its own."""
    first, label = antibody(readings(name)[0]), antibody_label(name)
    if first.why_uncertain:
        yield f"{label}: the class is uncertain ({first.why_uncertain}); half of the twins in each reading (assumed)"
    for one in map(antibody, readings(name)):
        if one.borrows:
            how = f" where it is read as {one.reading}" if first.why_uncertain else ""
            lender = antibody_label(one.borrows)
            yield f"{label}: its settings were not measured; those of {lender} stand in{how} (assumed)"
    yield from (f"{label}: {limit}" for limit in first.limits)


def _by_phenotype(case: Case) -> Candidates:
    mixture = antibodies_of_phenotype(case.phenotype)
    labels = ", ".join(antibody(a).label for a in mixture)
    borrowing = ", ".join(antibody(a).label for a in mixture if antibody(a).borrows)
    tested = any(a.name == "none" for a in case.antibodies)
    start = "seronegative, which is not one disease" if tested else "no antibody with settings in the model"
    what = f"a mixture in equal shares of {labels}" if len(mixture) > 1 else f"those of {labels}"
    said = (f"the settings of {borrowing} were not measured: they are borrowed (assumed)",) if borrowing else ()
    return Candidates(mixture, (f"{start}: the twins are {what} (assumed)", *said))
