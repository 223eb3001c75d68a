"""Clinical formats: a FHIR R4 Bundle or a GA4GH Phenopacket v2 in, a Phenopacket v2 out."""

from onconeural.case.formats.draft import Choices
from onconeural.case.formats.extras import MissingLibraryError
from onconeural.case.formats.importing import Imported, import_case
from onconeural.case.formats.packet_out import phenopacket
from onconeural.case.formats.remarks import SORTS, Remark, grouped
from onconeural.case.formats.writing import case_text, packet_text

__all__ = [
    "SORTS",
    "Choices",
    "Imported",
    "MissingLibraryError",
    "Remark",
    "case_text",
    "grouped",
    "import_case",
    "packet_text",
    "phenopacket",
]
