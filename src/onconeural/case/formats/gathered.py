"""What a clinical file says, in the words of a case but with its own dates: the middle station of every import."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from onconeural.case.formats.codes import Concept, Kind, concept
from onconeural.case.formats.labels import named, nearest_label
from onconeural.case.formats.moments import Moment, from_date, from_duration
from onconeural.case.formats.nodes import Node
from onconeural.case.formats.remarks import Remark, Sort, place
from onconeural.case.problems import Problem
from onconeural.evidence.files import load

FILE = "FILE"  # the name of a file is often the name of a patient, so no message holds it
Status = Literal["present", "absent", "unknown"]


@dataclass(frozen=True)
class Fact:
    """One statement: what, when, and the details that a case can hold.

    ``begins`` says that ``when`` is the beginning of the thing, not the day on which somebody looked.
    """

    path: str
    concept: Concept
    when: Moment | None = None
    status: Status = "present"
    begins: bool = False
    value: float | None = None
    titre: str | None = None
    dose: str | None = None
    confirmed: bool | None = None
    how: str | None = None  # a sentence for ``inferred``


@dataclass
class Gathered:
    """Everything that a file says, and everything that is to be said about the file."""

    facts: list[Fact] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    moments: dict[str, Moment] = field(default_factory=dict)
    fields: dict[str, str | float | bool] = field(default_factory=dict)
    sex: Literal["M", "F"] | None = None
    birth: Moment | None = None
    day_0: Moment | None = None
    dead: bool = False
    death: Moment | None = None

    def remark(self, where: Node | str, sort: Sort, reason: str, nearest: str | None = None) -> None:
        """Say something about a place."""
        path = where if isinstance(where, str) else place(where.path)
        self.remarks.append(Remark(path, sort, reason, nearest))

    def problem(self, where: Node | str, found: str, expected: str, nearest: str | None = None) -> None:
        """Refuse a place; neither text may hold anything from the file."""
        path = where if isinstance(where, str) else place(where.path)
        self.problems.append(Problem(FILE, path, found, expected, nearest))

    def date(self, node: Node, key: str) -> Moment | None:
        """Read a date."""
        return self._moment(node, key, from_date, "a date of FHIR or a timestamp, which exists in the calendar")

    def duration(self, node: Node, key: str) -> Moment | None:
        """Read an age as an ISO 8601 duration."""
        return self._moment(node, key, from_duration, "an age as an ISO 8601 duration, such as P67Y3M")

    def _moment(self, node: Node, key: str, read: object, expected: str) -> Moment | None:
        text = node.text(key)
        if text is None:
            return None
        path = place(node.child(key).path)
        moment: Moment | None = read(text, path)  # type: ignore[operator]  # from_date or from_duration
        if moment is None:
            self.problem(path, "something else", expected)
        else:
            self.moments[path] = moment
        return moment

    def meaning(self, where: Node, terms: list[Term], kinds: tuple[Kind, ...]) -> Concept | None:
        """Return what codes and labels say together, or None with a remark that says why not."""
        coded = _distinct([concept(term.system, term.code) for term in terms])
        said = _distinct([named(term.label, kinds) for term in terms if term.label])
        fitting = [meant for meant in coded if meant.kind in kinds]
        if len(fitting) > 1 or (not fitting and len(said) > 1):
            self.remark(where, "not understood", "its codes or labels mean several different things")
        elif fitting:
            return self._checked(where, fitting[0], said)
        elif said and not coded:
            self.remark(where, "decided", "read from its label; no code is known")
            return said[0]
        elif coded:
            self.remark(where, "not understood", "its code means something that has no place here")
        else:
            self._unknown(where, terms, kinds)
        return None

    def _checked(self, where: Node, meant: Concept, said: list[Concept]) -> Concept:
        if not meant.verified:
            self.remark(where, "decided", "the official name of this code is unconfirmed; it was believed")
        if any(other.kind == meant.kind and other.key != meant.key for other in said):
            self.remark(where, "decided", "the label names something else than the code; the code was taken")
        return meant

    def _unknown(self, where: Node, terms: list[Term], kinds: tuple[Kind, ...]) -> None:
        close = [nearest_label(term.label, kinds) for term in terms if term.label]
        hint = next((name for name in close if name), None)
        self.remark(where, "not understood", "no code or label that this version knows", hint)


@dataclass(frozen=True)
class Term:
    """A code and its label, as they stand in a file."""

    system: str | None
    code: str | None
    label: str | None


def _distinct(concepts: list[Concept | None]) -> list[Concept]:
    """Return the different things among concepts: the narrow tumour, and the test that names its specimen."""
    found: dict[tuple[str, str], Concept] = {}
    for meant in concepts:
        if meant is not None:
            other = found.get((meant.kind, meant.key))
            if other is None or other.specimen == "unspecified":
                found[meant.kind, meant.key] = meant
    wider = load("names.yaml")["tumours"]["wider"]
    wide = {("tumour", name) for _, key in found for name in wider.get(key, [])}
    return [meant for place, meant in found.items() if place not in wide]
