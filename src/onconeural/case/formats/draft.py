"""The fields of a case while an import fills them, and what the user chose."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Choices:
    """What the user decided: the place whose date is day 0, the phenotype, the name of the case."""

    onset_path: str | None = None
    phenotype: str | None = None
    case_id: str | None = None


@dataclass
class Draft:
    """The fields of a case, and a sentence for everything that was concluded."""

    fields: dict[str, Any] = field(default_factory=dict)
    inferred: list[str] = field(default_factory=list)

    def add(self, name: str, item: Any) -> str:  # noqa: ANN401 - an item of any list of a case
        """Add an item to a list of the case and return its place."""
        rows: list[Any] = self.fields.setdefault(name, [])
        rows.append(item)
        return f"{name}[{len(rows) - 1}]"

    def note(self, *sentences: str | None) -> None:
        """Keep sentences for ``inferred``, each once."""
        self.inferred += [text for text in dict.fromkeys(sentences) if text and text not in self.inferred]
