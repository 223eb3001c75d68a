"""The clinical course after onset: diagnosis, search for the tumour, treatment as practised, death."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from onconeural.engine import Dose, Result
from onconeural.model import Antibody, areas, disease_model, doses, scales
from onconeural.population.course_record import GRID, Course
from onconeural.population.draws import normal, uniform
from onconeural.population.onset import FOUND, PRECISION, RTOL, Diseased, followed, tumour_cells
from onconeural.population.persons import persons, treated
from onconeural.population.relapse import TO_FIRST_VISIT, TREATMENT_DELAY, next_visit

Array = NDArray[np.float64]

SEARCHES, SEARCH_EVERY = (
    6,
    150.0,
)  # searches from the diagnosis on, and days between them (assumed, as in the first fit)
IMMUNE_DELAY = 7.0  # days from the diagnosis to first-line immunotherapy (assumed)
UNFIT_MRS, UNFIT_WIDTH = 4.1, 0.35  # mRS at which half get no tumour treatment: nearly all at 3, few at 5 (assumed)
SECOND_AFTER, SECOND_FROM_MRS = 28.0, 3.0  # second line so many days later if disability is at least this (assumed)
DEATHS = ("death", "lethal_burden")
STOPS = (*DEATHS, "diagnosis", *FOUND)
# Deviation of what a rater adds to the continuous mRS. Two raters in everyday use agree in 70 to 78 % of patients
# (doi:10.3389/fneur.2023.1064642; PMID 20224060), which is 0.27 to 0.2; one rater twice agrees more (assumed).
RATER = 0.18
SECOND_LINE = ("rituximab", "cyclophosphamide")
MOST_STAGES = 60
GONE = 1e-3  # cells: so few do not grow again in five years, and visits end


def clinical_course(
    antibody: Antibody, people: Diseased, seed: int, progress: Callable[[float], None] | None = None
) -> Course:
    """Follow patients from onset for five years, treated as the antibody's record says is practised."""
    lives = _Lives(antibody, people, seed)
    for stage in range(MOST_STAGES):
        who = np.flatnonzero(~lives.ended)
        if len(who) == 0:
            break
        lives.go_on(who)
        if progress is not None:
            progress(float(1.0 - np.mean(~lives.ended) * 0.9**stage))
    return lives.course()


class _Lives:
    """All patients, and where each of them is in time; arrays change as events happen."""

    def __init__(self, antibody: Antibody, people: Diseased, seed: int) -> None:
        n = len(people)
        self.antibody, self.people = antibody, people
        self.time, self.state = np.zeros(n), people.state.copy()
        self.ended, self.failed, self.by_tumour = np.zeros(n, bool), np.zeros(n, bool), np.zeros(n, bool)
        self.searches = np.zeros(n)
        self.day = {k: np.full(n, np.nan) for k in ("diagnosis", "immune", "again", "second", "asked", "death")}
        self.day |= {"found": people.tumour_found.copy(), "local": people.local.copy()}
        self.day |= {"chemotherapy": people.chemotherapy.copy(), "relapse": np.full(n, np.nan)}
        self.curves = {name: np.full((n, len(GRID)), np.nan) for name in _outputs()}
        draw = {p: uniform(seed, p, people.patient) for p in ("local_treatment", "chemotherapy")}
        draw |= {p: uniform(seed, p, people.patient) for p in ("first_line", "second_line")}
        person = persons(antibody, seed, people.patient)
        care = treated(antibody, person)
        self.share, self.unfit = {"local": care.local, "chemotherapy": care.chemotherapy}, care.unfit
        self.luck = {"local": draw["local_treatment"], "chemotherapy": draw["chemotherapy"]}
        self.rater = np.stack([RATER * normal(seed, f"rater_{k}", people.patient) for k in range(2)], axis=1)
        drugs = antibody.immunotherapy
        self.gets_first, self.gets_second = (
            draw["first_line"] < drugs.first_line,
            draw["second_line"] < drugs.second_line,
        )
        relief = antibody.symptomatic
        self.gets_relief = uniform(seed, "symptomatic", people.patient) < (relief.share if relief else 0.0)
        self.follow_up = followed(antibody, seed, people.patient, people.parameters["Tdet"])

    def go_on(self, who: NDArray[np.intp]) -> None:
        """Simulate some patients to the next thing that happens to each, and let it happen."""
        visit = self._visit(who)
        run = disease_model().simulate(
            self._until(who),
            parameters={k: v[who] for k, v in self.people.parameters.items()},
            start=self.time[who],
            state=self.state[:, who],
            doses=self._doses(who),
            outputs=_outputs(),
            times=GRID,
            stop_at=STOPS,
            scales=scales(),
            rtol=RTOL,
            precision=PRECISION,
        )
        self._record(who, run)
        self._die(who, run)
        self._diagnose(who, run)
        self._find(who, np.isin(run.stopped_by, FOUND))
        self._search(who)
        self._see_again(who, visit)
        self._step_up(who, run)
        self.ended[who] |= run.end_time >= GRID[-1]

    def _until(self, who: NDArray[np.intp]) -> Array:
        until = np.full(len(who), GRID[-1])
        search = self.day["diagnosis"][who] + SEARCH_EVERY * self.searches[who]
        looked_for = np.isnan(self.day["found"][who]) & (self.searches[who] < SEARCHES)
        for day, due in ((search, looked_for), (self._visit(who), True), (self.day["asked"][who], True)):
            ahead = due & (day > self.time[who])
            until = np.where(ahead, np.fmin(until, day), until)
        return until

    def _visit(self, who: NDArray[np.intp]) -> Array:
        """The next visit of those who are followed after the treatment of a tumour, NaN for the others."""
        begun = np.stack([self.day[k][who] for k in ("local", "chemotherapy", "relapse")])
        last = np.max(np.where(np.isnan(begun), -np.inf, begun), axis=0)
        gone = (self._size(who) < GONE) & (self.time[who] >= last + TO_FIRST_VISIT)
        last = np.where(self.follow_up.watched[who] & np.isfinite(last) & ~gone, last, np.nan)
        return next_visit(last, self.time[who])

    def _doses(self, who: NDArray[np.intp]) -> list[Dose]:
        day = self.day
        plan = [("local_tumour_treatment", day["local"]), ("chemotherapy", day["chemotherapy"])]
        plan += [("chemotherapy", day["relapse"])]
        plan += [(k, day[when]) for when in ("immune", "again") for k in self.antibody.immunotherapy.drugs]
        plan += [(k, day["second"]) for k in SECOND_LINE]
        given = [d for key, start in plan if np.any(np.isfinite(start[who])) for d in doses(key, start[who])]
        return given + self._relief(who)

    def _relief(self, who: NDArray[np.intp]) -> list[Dose]:
        """The drug against symptoms, which goes on for as long as patients are followed."""
        start = np.where(self.gets_relief[who], self.day["diagnosis"][who] + IMMUNE_DELAY, np.nan)
        relief = self.antibody.symptomatic
        once = doses(relief.drug, start) if relief and np.any(np.isfinite(start)) else []
        return [lasting(dose, float(GRID[-1])) for dose in once]

    def _record(self, who: NDArray[np.intp], run: Result) -> None:
        for name, values in run.values.items():
            old = self.curves[name][who]
            self.curves[name][who] = np.where(np.isnan(values), old, values)
        self.time[who], self.state[:, who] = run.end_time, run.end_state
        self.failed[who] |= run.failed
        self.ended[who] |= run.failed

    def _die(self, who: NDArray[np.intp], run: Result) -> None:
        dead = np.isin(run.stopped_by, DEATHS)
        rows = [disease_model().states.index(h) for h in ("Hneu", "Htum")]
        neural, tumour = run.end_state[rows] - self.people.state[rows][:, who]
        lethal = np.asarray(run.stopped_by) == "lethal_burden"
        self.by_tumour[who] |= dead & (lethal | (tumour > neural))
        self.day["death"][who] = np.where(dead, run.end_time, self.day["death"][who])
        self.ended[who] |= dead

    def _diagnose(self, who: NDArray[np.intp], run: Result) -> None:
        now = who[np.asarray(run.stopped_by) == "diagnosis"]
        self.day["diagnosis"][now] = np.fmin(self.day["diagnosis"][now], self.time[now])
        treated = now[self.gets_first[now]]
        start = self.time[treated] + IMMUNE_DELAY
        # A relapse after full recovery (mRS below 1) is recognised, and treated, anew.
        anew = np.isfinite(self.day["immune"][treated])
        self.day["immune"][treated[~anew]], self.day["again"][treated[anew]] = start[~anew], start[anew]
        second = treated[self.gets_second[treated]]
        self.day["asked"][second] = np.fmax(self.day["immune"], self.day["again"])[second] + SECOND_AFTER

    def _find(self, who: NDArray[np.intp], found: NDArray[np.bool_]) -> None:
        new = who[found & np.isnan(self.day["found"][who]) & ~self.ended[who]]
        self.day["found"][new] = self.time[new]
        able = self._able(new)
        for name, share in self.share.items():
            treated = new[self.luck[name][new] < share[new] * able]
            self.day[name][treated] = self.time[treated] + TREATMENT_DELAY

    def _able(self, who: NDArray[np.intp]) -> Array:
        """Share of patients as disabled as each of these whose tumour is treated.

        Of a surface disease recovery is expected, so nobody is left untreated for being disabled.
        """
        if self.antibody.reading == "surface":
            return np.ones(len(who))
        at = np.searchsorted(GRID, self.time[who], side="right") - 1
        fit = 1.0 / (1.0 + np.exp((self.curves["mrs"][who, at] - UNFIT_MRS) / UNFIT_WIDTH))
        return np.asarray(fit + (1.0 - fit) * self.unfit[who])

    def _search(self, who: NDArray[np.intp]) -> None:
        due = self.day["diagnosis"][who] + SEARCH_EVERY * self.searches[who] <= self.time[who] + 1e-6
        due &= np.isnan(self.day["found"][who]) & (self.searches[who] < SEARCHES) & ~self.ended[who]
        self.searches[who] += due
        self._find(who, due & self._visible(who))

    def _see_again(self, who: NDArray[np.intp], visit: Array) -> None:
        """Chemotherapy for those whose treated tumour is seen again on the day of a visit."""
        now = who[(np.abs(visit - self.time[who]) < 1e-6) & self._visible(who) & ~self.ended[who]]
        self.day["relapse"][now] = self.time[now] + TREATMENT_DELAY

    def _visible(self, who: NDArray[np.intp]) -> NDArray[np.bool_]:
        return np.asarray(self._size(who) >= self.follow_up.visible[who])

    def _size(self, who: NDArray[np.intp]) -> Array:
        """Cells of the tumour."""
        return tumour_cells(self.state[:, who])

    def _step_up(self, who: NDArray[np.intp], run: Result) -> None:
        """Second-line immunotherapy for those who are still disabled on the day they are asked."""
        due = np.abs(self.day["asked"][who] - self.time[who]) < 1e-6
        at = np.searchsorted(GRID, self.time[who], side="right") - 1
        disabled = self.curves["mrs"][who, at] >= SECOND_FROM_MRS
        now = who[due & disabled & ~self.ended[who]]
        self.day["second"][now] = self.time[now]

    def _given(self, name: str) -> Array:
        """Days on which a planned treatment began; NaN where the patient died before, or was no longer observed."""
        last = np.fmin(self.day["death"], GRID[-1])
        return np.where(self.day[name] <= last, self.day[name], np.nan)

    def course(self) -> Course:
        day, curves = self.day, self.curves
        dead = GRID[None, :] > np.where(np.isnan(day["death"]), np.inf, day["death"])[:, None]
        alive = {name: np.where(dead, np.nan, values) for name, values in curves.items()}
        return Course(
            GRID,
            day["diagnosis"],
            day["found"],
            self._given("local"),
            self._given("chemotherapy"),
            self._given("immune"),
            self._given("second"),
            day["death"],
            self.by_tumour,
            alive["mrs"],
            np.stack([alive[f"f_{a.letter}"] for a in areas()], axis=1),
            alive["Tt"],
            alive["Cbt"],
            self.failed,
            self.rater,
        )


def lasting(dose: Dose, days: float) -> Dose:
    """The same infusion, at the same rate, for so many days.

    >>> float(lasting(Dose("x_ami", 0.0, amount=600.0, duration=10.0), 20.0).amount)
    1200.0
    """
    return replace(dose, amount=np.multiply(dose.amount, days / dose.duration), duration=days)


def _outputs() -> tuple[str, ...]:
    return ("mrs", "Tt", "Cbt", *(f"f_{a.letter}" for a in areas()))
