"""In which proportion the antibodies of a published cohort stand: as printed, the rest as usual; and who has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onconeural.calibration.published.certainty_classes import has_doubtful
from onconeural.calibration.published.positives import (
    USUALLY_NEGATIVE,
    false_positive_share,
    negative_share,
    positive_share,
)
from onconeural.calibration.published.printed_mix import antibody_shares, usual_here
from onconeural.evidence.cohort_records import Cohort

RARE = 3.0  # patients, for an antibody that was not tested in the list below (assumed: as rare as the rarest in it)
# The mixture of a cohort of paraneoplastic syndromes that names none: patients with the matching disease in the
# Netherlands 2016 to 2021, of antibodies that go with a tumour in most (Kerstens 2024, criteria file
# antibody_reliability.yaml: true positives; of 26 with P/Q VGCC antibodies the 84 % with a tumour). Tr was not tested.
USUAL = {
    "hu": 87.0,
    "cv2_crmp5": 35.0,
    "gababr": 26.0,
    "pq_vgcc": 22.0,
    "yo": 21.0,
    "amphiphysin": 9.0,
    "klhl11": 9.0,
    "ma2": 8.0,
    "ampar": 4.0,
    "ri": 3.0,
    "tr_dner": RARE,
}
# Patients with small-cell lung cancer and a syndrome: antibodies among 24 of them (Gozzard 2015: HuD 41.7, P/Q VGCC 50,
# GABABR 12.5 %, some with two). The source is a calibration cohort.
WITH_SMALL_CELL = {"hu": 0.417, "pq_vgcc": 0.5, "gababr": 0.125}
NONE = "none"  # among the shares: patients without a known antibody, who have a record of their own
ROUNDED = 0.01  # by which printed shares may add up to more than all
WHOLE = 0.97  # printed shares of antibodies that add up to more than this leave nobody to others


def share_without(cohort: Cohort) -> float:
    """Share (0 to 1) without a known antibody; a series with doubtful patients has some whose antibody is no cause.

    So has one of everybody with a positive test: those in whom the test was false.
    """
    return negative_share(cohort) or (USUALLY_NEGATIVE if has_doubtful(cohort) else false_positive_share(cohort))


def with_negative(cohort: Cohort, negative: float, shares: Mapping[str, float]) -> tuple[Mapping[str, float], str]:
    """The shares of all patients, from those of the patients with an antibody and the share without one, in words."""
    if not negative:
        return shares, ""
    with_antibody = (1.0 - negative) / sum(shares.values())
    how = ", as in other series (assumed)" if positive_share(cohort) is None else ""
    note = f"patients without an antibody ({100.0 * negative:.0f} %{how}) have a record of their own"
    return {NONE: negative, **{key: share * with_antibody for key, share in shares.items()}}, note


def usual_or_printed(
    cohort: Cohort, listed: Sequence[str], left: float = 0.0
) -> tuple[Mapping[str, float], Mapping[str, float], str | None]:
    """Shares of the antibodies to begin with, those that are printed, and what was assumed.

    ``left``: share (0 to 1) of all patients who are left out; printed shares of all become shares of the others.
    """
    printed = antibody_shares(cohort)
    if left and sum(printed.values()) + left <= 1.0 + ROUNDED:
        printed = {key: share / (1.0 - left) for key, share in printed.items()}
    if len(listed) == 1:
        return {listed[0]: 1.0}, {}, None
    if not listed and not printed and "SCLC" in cohort.syndrome_text:
        return WITH_SMALL_CELL, {}, "antibodies as in another series with small-cell lung cancer"
    every = printed.keys() >= set(listed)
    if listed and every and sum(printed[key] for key in listed) > WHOLE:
        return {key: printed[key] for key in listed}, printed, None
    if listed and not every:
        return {key: USUAL.get(key, RARE) for key in listed}, printed, "shares of the antibodies are assumed"
    assumed = "antibodies that the cohort does not count are as frequent as in the Netherlands"
    usual = usual_here(cohort, USUAL)
    return {**usual, **{key: usual.get(key, RARE) for key in printed}}, printed, assumed
