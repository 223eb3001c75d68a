"""The figure of a cohort: disability, areas, survival and the lead of neurology over the tumour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from onconeural import INTENDED_USE
from onconeural.model import antibody, areas, target_areas
from onconeural.population import readings as read

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from onconeural.population import Cohort

BAND = (10, 90)  # percentiles of the patients alive


def draw(found: Cohort) -> Figure:
    """Four panels over the patients of a cohort."""
    figure = Figure(figsize=(8.0, 6.0), layout="constrained")
    axes = figure.subplots(2, 2)
    for panel, axis in zip((_mrs, _areas, _survival, _lead), axes.flat, strict=True):
        panel(axis, found)
        axis.spines[["top", "right"]].set_visible(False)
    figure.suptitle(f"{antibody(found.antibody).label}: {len(found.people)} simulated patients. {INTENDED_USE}", size=9)
    return figure


def _mrs(axis: Axes, found: Cohort) -> None:
    months, mrs = found.course.days / read.MONTH, found.course.mrs
    seen = np.flatnonzero(np.any(np.isfinite(mrs), axis=0))
    low, middle, high = (np.nanpercentile(mrs[:, seen], p, axis=0) for p in (BAND[0], 50, BAND[1]))
    axis.fill_between(months[seen], low, high, alpha=0.25, linewidth=0)
    axis.plot(months[seen], middle)
    axis.set(title="mRS of those alive, median and 80 % band", xlabel="months from onset", ylim=(0, 6))


def _areas(axis: Axes, found: Cohort) -> None:
    months, reached = found.course.days / read.MONTH, {a.id for a in target_areas(found.antibody)}
    for i, area in enumerate(areas()):
        if area.id in reached:
            values = found.course.area[:, i]
            seen = np.flatnonzero(np.any(np.isfinite(values), axis=0))
            axis.plot(months[seen], np.nanmean(values[:, seen], axis=0), label=area.label)
    axis.legend(fontsize=7, frameon=False)
    axis.set(title="Function of each area, mean of those alive", xlabel="months from onset", ylim=(0, 1.02))


def _survival(axis: Axes, found: Cohort) -> None:
    months = np.arange(0.0, 49.0, 1.0)
    alive = [read.alive_from_diagnosis(found.course, m).value for m in months]
    axis.step(months, alive, where="post")
    axis.set(title="Alive, % (Kaplan-Meier)", xlabel="months from diagnosis", ylim=(0, 100))


def _lead(axis: Axes, found: Cohort) -> None:
    axis.hist(read.lead_months(found.course), bins=[float(x) for x in range(0, 49, 3)])
    axis.set(title="Lead of neurology over the tumour", xlabel="months", ylabel="patients")
