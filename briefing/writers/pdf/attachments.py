"""Embed the brief's record as an associated file (ISO 32000-2, 14.13; ISO 19005-3, 6.8; ISO 19005-4, 6.9).

A viewer lists it among the attachments.
"""

from __future__ import annotations

from briefing.writers.pdf.file import Ready, TaggedFile
from briefing.writers.pdf.structure import pdf_text

NAME = "facts.json"
ABOUT = "The facts, claims and sources that this document prints"


def attach(file: TaggedFile, record: bytes, date: str) -> str:
    """Register the record and return entries of the catalogue. `date` is a PDF date string (D:…), from the brief."""
    params = f"/Params<</Size {len(record)}/CreationDate{date}/ModDate{date}>>"
    data = file.number(file.stream(record, f"/Type/EmbeddedFile/Subtype/application#2Fjson{params}"))
    name, about = pdf_text(NAME), pdf_text(ABOUT)
    entries = f"/F{name}/UF{name}/Desc{about}/AFRelationship/Data/EF<</F {data} 0 R/UF {data} 0 R>>"
    number = file.number(Ready(f"<</Type/Filespec{entries}>>".encode("ascii")))
    return f"/Names<</EmbeddedFiles<</Names[{name} {number} 0 R]>>>>/AF[{number} 0 R]"
