"""XLSX: the table with titles and units, what its fields mean, and where it comes from.

Cells of text are stored as text, so nothing in them is ever computed. Thresholds are rules of the
sheet: change a value, and its colour follows.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from layers import texts
from layers.export import labels, table_rows
from layers.export.base import Format
from layers.export.errors import TooManyRows
from layers.types import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from layers.export.base import Wishes
    from layers.export.content import Attribute, Content
    from layers.export.marks import Mark

MOST_ROWS: Final = 1_048_575
"""What a sheet holds below its header."""
MOST_SIGNS: Final = 32_767
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDTHS: Final = (10, 42)


def _write(content: Content, path: Path, wishes: Wishes) -> list[Finding]:
    from openpyxl import Workbook

    every = (content, *content.also)
    for one in every:
        if one.count > MOST_ROWS:
            raise TooManyRows(where=one.name, count=one.count, most=MOST_ROWS)
    book = Workbook(write_only=True)
    try:
        losses = [_fill_data(book, one, wishes) for one in every]
        _fill_fields(book, every, wishes)
        _fill_about(book, content, wishes)
        book.save(path)
    except BaseException:
        _discard(book)
        raise
    counted = sum(losses, Counter[str]())
    return [
        Finding(level="warning", code=code, facts={"count": count, "fields": ""})
        for code, count in counted.items()
    ]


def _discard(book: Workbook) -> None:
    """Close the sheets of a workbook that is given up, and remove the files they were kept in."""
    sheets: list[Any] = list(book.worksheets)
    for sheet in sheets:
        if not sheet.closed:
            sheet.close()
        sheet._writer.cleanup()  # noqa: SLF001 - the library removes it only when it saves


def _fill_data(book: Workbook, content: Content, wishes: Wishes) -> Counter[str]:
    """Write a table; return how many values could not be kept as they were."""
    columns = [*content.attributes, *table_rows.axes(content, wishes)]
    sheet = book.create_sheet(_sheet_name(book, content, wishes))
    headings = [one.heading(wishes.language) for one in columns]
    sheet.freeze_panes = "A2"
    for place, heading in enumerate(headings):
        sheet.column_dimensions[_letter(place)].width = _width(heading)
    words = {mark.word: texts.text(mark.label, wishes.language) for mark in content.marks}
    verdicts = [
        any(mark.word and mark.column == one.name for mark in content.marks) for one in columns
    ]
    sheet.append(_header(sheet, headings))
    text_at = len(content.attributes) if table_rows.has_wkt(content, wishes) else None
    losses = Counter[str]()
    for row in table_rows.rows(content, wishes):
        if text_at is not None and _is_too_long(row[text_at]):
            # Half a shape is worse than none.
            row[text_at] = None
            losses["shapes_too_long"] += 1
        losses["values_cut"] += sum(_is_too_long(value) for value in row)
        told = [
            words.get(value, value) if is_verdict else value
            for value, is_verdict in zip(row, verdicts, strict=True)
        ]
        sheet.append([_cell(sheet, value) for value in told])
    _add_rules(sheet, content, columns, words)
    return +losses


def _is_too_long(value: object) -> bool:
    return isinstance(value, str) and len(value) > MOST_SIGNS


def _sheet_name(book: Workbook, content: Content, wishes: Wishes) -> str:
    """Return the name of a table's sheet; one of several is named for its part."""
    if not book.worksheets and not content.also:
        return _title(wishes, "data")
    part = content.name.rpartition("-")[2]
    return texts.text(f"export.part.{part}", wishes.language)


def _add_rules(
    sheet: Any,  # noqa: ANN401 - the types leave out that such sheets have rules
    content: Content,
    columns: Sequence[Attribute],
    words: dict[str | None, str],
) -> None:
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import PatternFill

    places = {one.name: _letter(place) for place, one in enumerate(columns)}
    for mark in content.marks:
        letter = places[mark.column]
        colour = mark.colour.removeprefix("#")
        fill = PatternFill(start_color=colour, end_color=colour, fill_type="solid")
        wanted = [_condition(f"{letter}2", mark, words)]
        rule = FormulaRule(formula=wanted, fill=fill)  # type: ignore[no-untyped-call]
        sheet.conditional_formatting.add(f"{letter}2:{letter}{max(2, content.count + 1)}", rule)


def _condition(cell: str, mark: Mark, words: dict[str | None, str]) -> str:
    """Return the condition of a rule; an empty cell counts as zero there and is left out."""
    if mark.word is not None:
        return f'{cell}="{words[mark.word]}"'
    parts = [f"ISNUMBER({cell})"]
    if mark.from_ is not None:
        parts.append(f"{cell}>={mark.from_!r}")
    if mark.to is not None:
        parts.append(f"{cell}<{mark.to!r}")
    return f"AND({','.join(parts)})"


def _fill_fields(book: Workbook, every: Sequence[Content], wishes: Wishes) -> None:
    sheet = book.create_sheet(_title(wishes, "fields"))
    heads = [texts.text(f"export.field.{name}", wishes.language) for name in _FIELD_COLUMNS]
    sheet.append(_header(sheet, heads))
    for one in (attribute for content in every for attribute in content.attributes):
        told = [one.name, one.title.get("zh"), one.title.get("en"), one.unit, one.type]
        sheet.append([_cell(sheet, value) for value in told])


_FIELD_COLUMNS: Final = ("name", "title_zh", "title_en", "unit", "type")


def _fill_about(book: Workbook, content: Content, wishes: Wishes) -> None:
    sheet = book.create_sheet(_title(wishes, "about"))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 90
    for name, text in labels.facts(content, wishes).items():
        sheet.append([_cell(sheet, name), _cell(sheet, text)])
    legend = dict.fromkeys((mark.label, mark.colour) for mark in content.marks)
    for label, colour in legend:
        told = texts.text(label, wishes.language)
        sheet.append([_filled(sheet, colour), _cell(sheet, told)])


def _filled(sheet: WriteOnlyWorksheet, colour: str) -> Any:  # noqa: ANN401 - a cell
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import PatternFill

    cell = WriteOnlyCell(sheet, "")
    plain = colour.removeprefix("#")
    cell.fill = PatternFill(start_color=plain, end_color=plain, fill_type="solid")
    return cell


def _header(sheet: WriteOnlyWorksheet, headings: Iterable[str]) -> list[Any]:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cells = [WriteOnlyCell(sheet, _clean(heading)) for heading in headings]
    for cell in cells:
        cell.data_type, cell.font = "s", Font(bold=True)
    return cells


def _cell(sheet: WriteOnlyWorksheet, value: Any) -> Any:  # noqa: ANN401 - a value of any type
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        return value
    clean = _clean(value)
    if not table_rows.is_formula(clean) and not clean.startswith("#"):
        return clean
    cell = WriteOnlyCell(sheet, clean)
    cell.data_type = "s"
    # The mark that a spreadsheet itself sets for text typed with a quote before it.
    cell.quotePrefix = True
    return cell


def _clean(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)[:MOST_SIGNS]


def _title(wishes: Wishes, name: str) -> str:
    return texts.text(f"export.sheet.{name}", wishes.language)


def _letter(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(place + 1)


def _width(heading: str) -> int:
    signs = sum(2 if ord(sign) > 0x2E7F else 1 for sign in heading) + 2  # noqa: PLR2004 - CJK begins
    return min(max(signs, _WIDTHS[0]), _WIDTHS[1])


FORMAT = Format(
    id="xlsx",
    suffixes=(".xlsx",),
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    writer=_write,
    is_table=True,
)
