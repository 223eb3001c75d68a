"""The whole work-up of one case on one day: how sure, can the antibody be trusted, where is the tumour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onconeural.case import facts_until
from onconeural.evidence import phenotype_label
from onconeural.workup.certainty import pns_care
from onconeural.workup.criteria_2004 import Criteria2004, criteria_2004
from onconeural.workup.over_time import Moment, over_time
from onconeural.workup.pns_care_cancer import RESTART
from onconeural.workup.reliability import Reliability, reliability
from onconeural.workup.remark import Remark
from onconeural.workup.scores import ScoreResult, ape2, delta_p, neos
from onconeural.workup.tumour_search import TumourSearch, tumour_search
from onconeural.workup.warnings import warnings_of
from onconeural.workup.what_would_change import Change, what_would_change

if TYPE_CHECKING:
    from onconeural.case import Case
    from onconeural.workup.score_parts import Certainty


@dataclass(frozen=True)
class WorkUp:
    """Everything the work-up says about a case on its question day (``day``, from onset)."""

    case_id: str
    case_source: str | None
    phenotype: str
    day: float
    certainty: Certainty
    over_time: tuple[Moment, ...]
    changes: tuple[Change, ...]
    criteria_2004: Criteria2004
    antibodies: tuple[Reliability, ...]
    search: TumourSearch
    scores: tuple[ScoreResult, ...]
    warnings: tuple[Remark, ...]


def work_up(case: Case, day: float | None = None, clock: str = RESTART) -> WorkUp:
    """Work up a case as known on a day (days from onset; by default its question day); later facts are not used.

    ``clock`` is ``restart_at_tumour`` or ``since_onset``. Raises ValueError for another clock and a day before onset.

    >>> from onconeural.case import Case
    >>> case = Case(case_id="a1", phenotype="lambert_eaton", age=61, sex="M", cancer={"found": False})
    >>> result = work_up(case)
    >>> result.certainty.category, result.search.plans[0].id, result.scores[0].high
    ('possible', 'lung_directed', 6)
    """
    known = facts_until(case, case.question_day if day is None else float(day))
    certainty = pns_care(known, clock=clock)
    scores = (delta_p(known), neos(known), ape2(known))
    antibodies = reliability(known)
    search = tumour_search(known, certainty, scores[0])
    classes = criteria_2004(known)
    return WorkUp(
        case_id=known.case_id,
        case_source=known.source,
        phenotype=phenotype_label(known.phenotype),
        day=known.question_day,
        certainty=certainty,
        over_time=over_time(known, clock=clock),
        changes=what_would_change(known, clock=clock),
        criteria_2004=classes,
        antibodies=antibodies,
        search=search,
        scores=scores,
        warnings=warnings_of(case, known, certainty, antibodies, search),
    )
