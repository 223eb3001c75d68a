"""A treated tumour that comes back: the visits at which that is seen, and its treatment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onconeural.engine import Result
from onconeural.population.readings import CYCLES_END

Array = NDArray[np.float64]

VISIT_EVERY = 90.0  # days between visits after the treatment of a curable tumour (assumed)
TO_FIRST_VISIT = CYCLES_END  # days from the last start of treatment (assumed)
TREATMENT_DELAY = 21.0  # days from finding a tumour, new or come back, to its treatment (assumed)


@dataclass(frozen=True)
class FollowUp:
    """Visits after the treatment of n tumours, each of shape (n,).

    ``watched``: a relapse would be treated; ``visible``: the size in cells that a visit sees.
    """

    watched: NDArray[np.bool_]
    visible: Array

    def seen(self, start: Array, times: Array, cells: Array) -> Array:
        """First day of ``times`` (t,) on which a tumour is seen again, by its sizes ``cells`` (n, t); NaN: never.

        ``start`` (n,): the last start of its treatment in days, NaN without one.
        """
        late = times[None, :] >= start[:, None] + TO_FIRST_VISIT
        back = late & (cells >= self.visible[:, None]) & self.watched[:, None]
        return np.where(back.any(axis=1), times[np.argmax(back, axis=1)], np.nan)


@dataclass(frozen=True)
class Lived:
    """How n lives ended after their tumours were treated, and when treatment of a relapse began (NaN: it did not)."""

    end_time: Array
    end_state: Array
    stopped_by: NDArray[np.str_]
    failed: NDArray[np.bool_]
    again: Array


def next_visit(last: Array, now: Array) -> Array:
    """The first visit after ``now`` in patients whose treatment last began on day ``last``; days, shape (n,).

    >>> next_visit(np.array([0.0, 0.0, np.nan]), np.array([10.0, 98.0, 5.0])).tolist()
    [98.0, 188.0, nan]
    """
    done = np.floor((now - last - TO_FIRST_VISIT + 1e-6) / VISIT_EVERY) + 1.0
    return last + TO_FIRST_VISIT + VISIT_EVERY * np.fmax(done, 0.0)


def with_relapses(
    live: Callable[[NDArray[np.intp], Array, Array], Result], follow_up: FollowUp, start: Array, until: float | Array
) -> Lived:
    """Lives of n treated patients, in which the first relapse that a visit sees is treated with chemotherapy.

    ``start`` (n,): the day on which treatment last began, NaN in those without one; they have no visits.
    ``live(who, again, times)`` simulates some of them with chemotherapy from the days ``again`` on and gives the number
    of tumour cells, ``Tt``, at ``times``. Nobody's life before the relapse depends on its treatment, so the lives of
    those who have one are simulated twice.
    """
    n = len(start)
    due = (follow_up.watched & np.isfinite(start)).any()
    times = np.arange(0.0, float(np.max(until, initial=0.0)) if due else 0.0, VISIT_EVERY)
    run = live(np.arange(n), np.full(n, np.nan), times)
    again = follow_up.seen(start, times, run.values["Tt"]) + TREATMENT_DELAY if len(times) else np.full(n, np.nan)
    time, state, failed = run.end_time.copy(), run.end_state.copy(), run.failed.copy()
    stopped = np.asarray(run.stopped_by, dtype=str).astype(object)
    who = np.flatnonzero(np.isfinite(again))
    if len(who):
        rest = live(who, again[who], times)
        time[who], state[:, who], failed[who] = rest.end_time, rest.end_state, rest.failed
        stopped[who] = np.asarray(rest.stopped_by, dtype=object)
    return Lived(time, state, stopped.astype(str), failed, again)
