"""Events: which are triggered, which are due, and what they change, for all lanes at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from onconeural.engine.agenda import Agenda, draw_lots
from onconeural.engine.compiler import Compiled
from onconeural.engine.flight import Array, Flight, Index, Mask
from onconeural.engine.result import Status

MOST_AT_ONCE = 1000  # events of one lane at one moment


class EventLoop:
    """The events of one batch of patients, and their agenda."""

    def __init__(self, model: Compiled) -> None:
        self.model = model
        self.agenda = Agenda(max((len(e.rows) for e in model.events), default=0))

    def settle(self, flight: Flight, here: Mask) -> Index:
        """Trigger events and carry out those that are due, one after the other, until nothing is due.

        Returns the lanes in which events would never end.
        """
        nobody = np.zeros(0, dtype=np.intp)
        if not self.model.events or not here.any():
            return nobody
        for _ in range(MOST_AT_ONCE):
            self._trigger(flight, here)
            priority = self._priorities(flight)
            events, lanes, values = self.agenda.take_first(np.where(here, flight.t, -np.inf), priority)
            if len(events) == 0:
                return nobody
            for event in np.unique(events):
                mine = events == event
                self._happen(flight, int(event), lanes[mine], values[mine])
        return lanes

    def _trigger(self, flight: Flight, here: Mask) -> None:
        """Put events whose trigger has become true on the agenda; call off those that may not outlive it."""
        truth = np.empty_like(flight.truth)
        for e, value in enumerate(self.model.triggers(flight.t, flight.y, flight.parameters)):
            truth[e] = value
        rose, fell = truth & ~flight.truth & here, ~truth & flight.truth & here
        flight.truth = np.where(here, truth, flight.truth)
        for e, event in enumerate(self.model.events):
            if not event.persistent and fell[e].any():
                self.agenda.call_off(e, fell[e])
            lanes = np.flatnonzero(rose[e])
            if len(lanes):
                delay = self._evaluate(flight, event.delay, lanes)[:, 0] if event.delay else np.zeros(len(lanes))
                values = self._evaluate(flight, event.values, lanes)
                due = flight.t[lanes] + np.where(np.isfinite(delay), delay, 0.0)
                lots = draw_lots(flight.patient[lanes], flight.triggered[lanes])
                flight.triggered[lanes] += 1
                self.agenda.add(e, lanes, due, lots, values)

    def _priorities(self, flight: Flight) -> Array:
        """Priorities now, (E, k); an event without one comes last."""
        out = np.full(flight.truth.shape, -np.inf)
        for e, event in enumerate(self.model.events):
            if event.priority is not None:
                out[e] = event.priority(flight.t, flight.y, flight.parameters)[0]
        return out

    def _happen(self, flight: Flight, event: int, lanes: Index, values: Array) -> None:
        record = self.model.events[event]
        if not record.from_trigger:
            values = self._evaluate(flight, record.values, lanes)
        first = np.isnan(flight.event_time[event, lanes])
        flight.event_time[event, lanes[first]] = flight.t[lanes[first]]
        if flight.terminal[event]:
            flight.stopped_by[lanes] = event
            flight.status[lanes] = Status.STOPPED
        for column, row in enumerate(record.rows):
            flight.y[row, lanes] = values[:, column]

    def _evaluate(self, flight: Flight, function: Callable[..., list[object]], lanes: Index) -> Array:
        """Values of some formulas in some lanes, (lanes, formulas)."""
        values = function(flight.t, flight.y, flight.parameters)
        columns = [np.broadcast_to(np.asarray(v, dtype=np.float64), flight.t.shape)[lanes] for v in values]
        return np.stack(columns, axis=1) if columns else np.zeros((len(lanes), 0))
