"""The few facts the PNS-Care score looks at, on one day, as a plain record."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

# A scar in the testis is told from a tumour by these words; both groups must be present.
_TESTIS = re.compile(r"testi|orchi|semino|germ[- ]cell", re.IGNORECASE)
_SCAR = re.compile(r"\b(fibro(sis|us|tic)|microlithiasis|regressed|burn(ed|t)[- ]?out)\b", re.IGNORECASE)


@dataclass(frozen=True)
class AntibodyFact:
    """One antibody result: key, and whether a second method confirmed it (None: not reported)."""

    key: str
    confirmed: bool | None = None


@dataclass(frozen=True)
class PnsCareFacts:
    """Everything PNS-Care needs, as known on one day; None means not known.

    ``followup_years`` counts from neurological onset, ``years_since_tumour_found`` from the finding.
    ``tumour`` is a tumour key or free text. ``consistent`` is the clinician's own judgement and wins over
    the lists of usual tumours. ``tumour_undated`` says that a tumour is known, but not whether it was found
    by this day. ``age`` (years) belongs to the record but changes no points.
    """

    phenotype: str
    antibodies: tuple[AntibodyFact, ...] = ()
    cancer_found: bool | None = None
    tumour: str | None = None
    consistent: bool | None = None
    antigen_shown: bool | None = None
    followup_years: float | None = None
    years_since_tumour_found: float | None = None
    sex: str | None = None
    age: float | None = None
    tumour_undated: bool = False
    testis_scar_only: bool = False
    checkpoint_inhibitor: bool = False

    def reported(self) -> tuple[AntibodyFact, ...]:
        """Return each antibody once: confirmed if any of its results is, unconfirmed only if all are.

        >>> two = (AntibodyFact("yo", False), AntibodyFact("yo", None))
        >>> PnsCareFacts("encephalomyelitis", two).reported()
        (AntibodyFact(key='yo', confirmed=None),)
        """
        keys = dict.fromkeys(a.key for a in self.antibodies)
        return tuple(AntibodyFact(key, self._confirmation(key)) for key in keys)

    def before_tumour(self) -> PnsCareFacts:
        """Return the same facts without the tumour."""
        return replace(self, cancer_found=False, tumour=None, consistent=None, antigen_shown=None, tumour_undated=False)

    def with_all_antibodies_counted(self) -> PnsCareFacts:
        """Return the same facts with every unconfirmed antibody taken as confirmed."""
        counted = tuple(replace(a, confirmed=True) if a.confirmed is False else a for a in self.antibodies)
        return replace(self, antibodies=counted)

    def _confirmation(self, key: str) -> bool | None:
        results = {a.confirmed for a in self.antibodies if a.key == key}
        if True in results:
            return True
        return None if None in results else False


def is_testis_scar(text: str | None) -> bool:
    """Tell whether a text describes a scarred or regressed testicular tumour instead of a tumour.

    >>> is_testis_scar("orchiectomy: microlithiasis"), is_testis_scar("testicular seminoma")
    (True, False)
    """
    return bool(text and _TESTIS.search(text) and _SCAR.search(text))
