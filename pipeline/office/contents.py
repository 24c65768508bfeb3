"""Contents: a file's bytes into a workbook, by whatever format they turn out to have."""

from __future__ import annotations

import io
import posixpath
import struct

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from pipeline.office import biff, opendocument, origin, package, sniff, text, worksheet
from pipeline.office.compound import Compound, CompoundError
from pipeline.office.grid import Grid, Unreadable, Workbook
from pipeline.office.package import PackageError, Part
from pipeline.office.survey import Survey, refuse_crowd, refuse_vast

MAX_XML = 256 * 1024 * 1024
"""Bytes of one sheet or of the shared strings; 100,000 rows of 30 columns take up to 150 MB."""

_RELATIONS = "xl/_rels/workbook.xml.rels"
_MACROS = "文件带有宏；宏没有运行，只取单元格的值"
_LINKS = "文件引用了其他工作簿；取的是上次保存的结果"
_STALE = "文件由程序生成，公式结果未经Excel或WPS重新计算"


def read(data: bytes) -> Workbook:
    """Return the workbook; Unreadable with the reason in Chinese for everything else.

    Meant for the worker process: hostile files may still exhaust memory or abort the process.
    """
    kind = sniff.marked_kind(data)
    if kind == "zip":
        return _zip(data)
    if kind == "ole":
        return _ole(data)
    return _text(data)


def _zip(data: bytes) -> Workbook:
    try:
        parts = {name.replace("\\", "/"): part for name, part in package.read(data).items()}
        if sniff.zip_kind(parts) == "ods":
            return _ods(data, parts)
        return _xlsx(data, parts)
    except PackageError as error:
        raise Unreadable(str(error), "请检查原文件能否打开，另存后重新报送") from error


def _xlsx(data: bytes, parts: dict[str, Part]) -> Workbook:
    book = worksheet.tags(parts["xl/workbook.xml"].bytes())
    targets = _targets(parts)
    for name in ("xl/sharedStrings.xml", "xl/styles.xml"):
        if name in parts:
            worksheet.refuse_doctype(_xml(parts[name]))
    refuse_crowd(sheets=sum(tag == "sheet" for tag, _ in book))
    surveys: list[Survey] = []
    formulas = False
    since_1904 = any(
        tag == "workbookPr" and attributes.get("date1904") in ("1", "true")
        for tag, attributes in book
    )
    for tag, attributes in book:
        if tag == "sheet" and (part := parts.get(targets.get(attributes.get("id", ""), ""))):
            content = _xml(part)
            survey = worksheet.survey(content)
            survey.name = attributes.get("name", "")
            survey.since_1904 = since_1904
            survey.hidden = attributes.get("state", "visible") != "visible"
            surveys.append(survey)
            formulas = formulas or b"<f>" in content or b"<f " in content
    stale = formulas and any(
        tag == "calcPr" and attributes.get("fullCalcOnLoad") in ("1", "true")
        for tag, attributes in book
    )
    notes = (
        *((_MACROS,) if "xl/vbaProject.bin" in parts else ()),
        *((_LINKS,) if any(name.startswith("xl/externalLinks/") for name in parts) else ()),
        *((_STALE,) if stale else ()),
    )
    return Workbook("xlsx", _grids(data, surveys), notes, _copied(parts, origin.XLSX))


def _copied(parts: dict[str, Part], name: str) -> str:
    return origin.marked_in([_xml(parts[name])] if name in parts else ())


def _xml(part: Part) -> bytes:
    if part.size > MAX_XML:
        size = part.size // 1024 // 1024
        raise Unreadable(f"文件内部“{part.name}”解开后有{size}MB，疑似异常文件", sniff.RESEND)
    return part.bytes()


def _targets(parts: dict[str, Part]) -> dict[str, str]:
    """Return relation id → part name of the worksheets."""
    if _RELATIONS not in parts:
        raise sniff.damaged(f"缺少{_RELATIONS}")
    return {
        attributes.get("Id", ""): posixpath.normpath(
            posixpath.join("/xl", attributes.get("Target", "").replace("\\", "/"))
        ).lstrip("/")
        for tag, attributes in worksheet.tags(parts[_RELATIONS].bytes())
        if tag == "Relationship" and attributes.get("Type", "").endswith("/worksheet")
    }


def _ods(data: bytes, parts: dict[str, Part]) -> Workbook:
    manifest = parts.get("META-INF/manifest.xml")
    if manifest is not None and b"encryption-data" in manifest.bytes():
        raise sniff.password()
    sniff.refuse_other_document(parts["mimetype"].bytes())
    surveys = opendocument.survey(_xml(parts["content.xml"]))
    return Workbook("ods", _grids(data, surveys), copy_of=_copied(parts, origin.ODS))


def _ole(data: bytes) -> Workbook:
    try:
        compound = Compound(data)
        stream = sniff.ole_stream(compound)
        surveys = biff.survey(stream)
        properties = [compound.stream(origin.OLE)] if origin.OLE in compound else []
    except (CompoundError, struct.error, IndexError) as error:
        raise sniff.damaged() from error
    notes = (_MACROS,) if "_VBA_PROJECT_CUR" in compound else ()
    return Workbook("xls", _grids(data, surveys), notes, origin.marked_in(properties))


def _text(data: bytes) -> Workbook:
    kind = sniff.text_kind(data)
    if kind == "csv":
        return text.read(*text.decoded(data))
    from pipeline.office import markup  # rarely needed, and lxml takes a while to load

    return markup.read_xml(data) if kind == "xml" else markup.read_html(data)


def _grids(data: bytes, surveys: list[Survey]) -> tuple[Grid, ...]:
    refuse_vast(surveys)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return tuple(_read(book, surveys))
    except PasswordError as error:
        raise sniff.password() from error
    except CalamineError as error:
        raise sniff.damaged() from error


def _read(book: CalamineWorkbook, surveys: list[Survey]) -> list[Grid]:
    """Join what calamine reads with the surveys, which are named or stand in the same order."""
    refuse_crowd(sheets=len(book.sheets_metadata))
    named = {survey.name: survey for survey in surveys if survey.name}
    if not named and len(surveys) != len(book.sheets_metadata):
        raise sniff.damaged("工作表数目不符")
    grids: list[Grid] = []
    for index, sheet in enumerate(book.sheets_metadata):
        survey = named.get(sheet.name) if named else surveys[index]
        if sheet.typ != SheetTypeEnum.WorkSheet:
            continue
        if survey is None:
            raise sniff.damaged(f"工作表“{sheet.name}”不完整")
        content = book.get_sheet_by_index(index)
        if not named:
            survey.name = sheet.name
            survey.merges = [
                (top + 1, left + 1, bottom + 1, right + 1)
                for (top, left), (bottom, right) in content.merged_cell_ranges or ()
            ]
        grids.append(survey.grid(content.to_python(skip_empty_area=False)))
    if not grids:
        raise Unreadable("没有工作表", sniff.RESEND)
    return grids
