"""Small documents for tests of identification, made of printed lines."""

from types import MappingProxyType

from ingest.read.blocks import Cell, Grid, Paragraph, Place, Reading


def page(*lines: str, source_format: str = "text", **metadata: str) -> Reading:
    """A reading of printed lines, one paragraph each; keyword arguments are the file's own metadata."""
    blocks = tuple(Paragraph(line, Place(line_no=number)) for number, line in enumerate(lines, 1))
    return Reading(blocks, source_format, MappingProxyType(metadata))


def table(*rows: tuple[str, ...]) -> Grid:
    """A ruled grid without merged cells."""
    cells = tuple(
        Cell(text, Place(table_no=1, row_no=row + 1, column_no=column + 1), row, column)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    return Grid(cells, len(rows), max(map(len, rows)), True)


def with_blocks(*blocks: str | Grid, source_format: str = "html", **metadata: str) -> Reading:
    """A reading of paragraphs (strings) and grids in the order given."""
    made = tuple(block if isinstance(block, Grid) else Paragraph(block, Place()) for block in blocks)
    return Reading(made, source_format, MappingProxyType(metadata))


def report_of(where: str, name: str, year: int, text: str = "") -> tuple[Reading, str]:
    """A report that prints ``name`` in one place only, and the path it lies at."""
    bare = f"{year}年政府信息公开工作年度报告"
    own = "我" + {"会": "委", "室": "办"}.get(name[-1], name[-1])
    body = ["一、总体情况", f"{year}年，{own}认真做好各项工作。{text}", "二、主动公开政府信息情况"]
    match where:
        case "title":
            return page(f"{name}{bare}", *body), "report.txt"
        case "field":
            return with_blocks(bare, table(("索引号", "014012/2021-00001"), ("发布机构", name)), *body), "report.html"
        case "signature":
            return page(bare, *body, name, f"{year + 1}年1月20日"), "report.txt"
        case "opening":
            return page(bare, f"本报告由{name}编制。", *body), "report.txt"
        case "body":
            return page(bare, *body, f"专栏设在{name}网站。"), "report.txt"
        case "path":
            return page(bare, *body), f"{name}/{year}.txt"
    raise ValueError(where)
