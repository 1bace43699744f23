"""Write the Word documents of the sample from data/sources/*.docx.toml.

``python data/make_sample_docx.py`` writes data/reports/<name>.docx for each source, the same bytes every time.
Cells are merged as in the form that is handed out to the agencies.
"""

from __future__ import annotations

import tomllib
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from make_sample_pdf import spans

DATA = Path(__file__).resolve().parent


def write(source: dict[str, Any]) -> bytes:
    """Return the document of one source, as read from its TOML file."""
    document = Document()
    document.core_properties.comments = ""  # the library's own template names itself there
    for block in source["blocks"]:
        match block:
            case {"text": text}:
                document.add_paragraph(text)
            case {"table": name}:
                add_table(document, source["tables"][name]["rows"])
    written = BytesIO()
    document.save(written)
    return with_fixed_dates(written.getvalue())


def add_table(document: Any, rows: list[list[str]]) -> None:
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for row, column, row_end, column_end in spans(rows):
        cell = table.cell(row, column).merge(table.cell(row_end - 1, column_end - 1))
        cell.text = rows[row][column]


def with_fixed_dates(package: bytes) -> bytes:
    """Return the same zip package with every member dated 1980, so that the same source gives the same bytes."""
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as source, zipfile.ZipFile(written, "w") as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()


def main() -> None:
    for path in sorted((DATA / "sources").glob("*.docx.toml")):
        target = DATA / "reports" / path.stem
        target.write_bytes(write(tomllib.loads(path.read_text("utf-8"))))
        print(f"wrote {target}")


if __name__ == "__main__":
    main()
