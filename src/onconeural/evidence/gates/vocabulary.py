"""Gates on words: antibodies of cohorts, codes of terminologies, and what the scope points to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onconeural.evidence.entries import Base, Code, Entry
from onconeural.evidence.gates.gate import Gate, GateProblem, Shown
from onconeural.evidence.nearest import nearest
from onconeural.evidence.scope_records import ScopeRow
from onconeural.evidence.vocabulary import antibody_keys, phenotype_ids

GROUPS = ("mixed", "negative", "none")


class UnknownAntibody(Gate):
    """Cohorts name antibodies by their key."""

    id = "unknown-antibody"
    refuses = "a cohort whose antibody is not a key of codes.yaml (or mixed, negative, none)"
    why = "a cohort under a misspelt antibody is never compared with anything"

    def check(self, base: Base) -> Iterator[GateProblem]:
        """Yield every antibody of a cohort that is not a key."""
        known = (*antibody_keys(), *GROUPS)
        for entry in base.cohorts:
            for position, key in enumerate(entry.record.antibody):
                if entry.own and key not in known:
                    path = f"{entry.path}.antibody[{position}]"
                    yield self.problem(entry, path, key, "an antibody key", nearest(key, known))


class MalformedCode(Gate):
    """Codes of terminologies have their form, and verified ones their source."""

    id = "malformed-code"
    refuses = "an HPO, MONDO, ATC or verified LOINC code that is not of its form, and a verified code without source"
    why = "a wrong code exchanges one disease, test or drug for another in somebody else's system"

    FORMS = (
        ("hpo", re.compile(r"HP:\d{7}"), "HP: and seven digits"),
        ("mondo", re.compile(r"MONDO:\d{7}"), "MONDO: and seven digits"),
        ("atc", re.compile(r"[A-Z]\d\d[A-Z]{2}\d\d"), "an ATC code such as L01FA01"),
    )

    def check(self, base: Base) -> Iterator[GateProblem]:
        """Yield every code without its form, and every verified code without a source that was read."""
        readable = base.code_sources - {"recalled"}
        for entry in base.codes:
            if not entry.own:
                continue
            yield from self._form(entry)
            if entry.record.verified and entry.record.source not in readable:
                found = entry.record.source
                yield self.problem(entry, f"{entry.path}.source", found, "the release or page where it was read")

    def _form(self, entry: Entry[Code]) -> Iterator[GateProblem]:
        code = entry.record.code
        for system, form, expected in self.FORMS:
            if code and entry.record.system == system and not form.fullmatch(code):
                yield self.problem(entry, f"{entry.path}.code", code, expected)
        if code and entry.record.system == "loinc" and entry.record.verified and not is_loinc(code):
            yield self.problem(entry, f"{entry.path}.code", code, "digits, a hyphen and the right check digit")


def is_loinc(code: str) -> bool:
    """Tell whether a code has the form and the check digit (mod 10) of LOINC.

    >>> is_loinc("11034-6"), is_loinc("11034-7"), is_loinc("11034")
    (True, False, False)
    """
    match = re.fullmatch(r"(\d+)-(\d)", code)
    if match is None:
        return False
    backwards = match[1][::-1]
    doubled = str(2 * int(backwards[0::2][::-1]))
    total = sum(map(int, doubled)) + sum(map(int, backwards[1::2]))
    return (10 - total % 10) % 10 == int(match[2])


class ScopePointsNowhere(Gate):
    """What the scope calls modelled or worked up is there."""

    id = "scope-points-nowhere"
    refuses = "a syndrome called modelled or worked up that points to nothing, or to something that does not exist"
    why = "a promise of coverage must be kept by the software, not by a table"

    def check(self, base: Base) -> Iterator[GateProblem]:
        """Yield every row of the scope that promises what is not there."""
        rows = {entry.id for entry in base.criteria} | {f"phenotype:{key}" for key in phenotype_ids()}
        alone = {f"antibody:{key}" for key in antibody_keys()} | {f"hormone:{key}" for key in ("adh", "pthrp", "acth")}
        antibodies = base.elsewhere if base.elsewhere is not None else alone
        for entry in base.scope:
            if entry.own:
                yield from self._row(entry, rows, set(antibodies))

    def _row(self, entry: Entry[ScopeRow], rows: set[str], antibodies: set[str]) -> Iterator[GateProblem]:
        row, path = entry.record, f"{entry.path}.points_to"
        if row.state == "modelled" and not any(name.startswith("antibody:") for name in row.points_to):
            yield self.problem(
                entry, path, Shown("no antibody of the model"), "antibody: and a key, since it is modelled"
            )
        if row.state == "curves" and not any(name.startswith("hormone:") for name in row.points_to):
            yield self.problem(entry, path, Shown("no hormone of the model"), "hormone: and a key, since it is drawn")
        if row.state == "worked_up" and not row.points_to:
            yield self.problem(entry, path, Shown("nothing"), "what works it up, or out_of_scope")
        if row.state == "out_of_scope" and row.points_to:
            yield self.problem(entry, path, Shown("something"), "nothing, since it is out of scope")
        for position, name in enumerate(row.points_to):
            if name not in rows | antibodies:
                expected = "something that exists in this software"
                yield self.problem(entry, f"{path}[{position}]", name, expected, nearest(name, rows | antibodies))
