"""Opens a Word template: its stories, cleaned of noise, and what must be refused outright."""

from __future__ import annotations

import posixpath
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element as Element

from pipeline.office.package import PackageError, Part, read
from pipeline.render.word.cleaning import cleaned
from pipeline.render.word.objects import BRACES
from pipeline.render.word.signs import Trouble
from pipeline.render.word.walk import W, line, paragraphs

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATED = f"{{{OFFICE}}}"
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_NOTES = {"footnotes": "脚注", "endnotes": "尾注", "comments": "批注"}
_EDGES = {"headerReference": "页眉", "footerReference": "页脚"}
_PAGES = {"first": "首页", "even": "偶数页"}
_LINKS = {"image": "图片", "attachedTemplate": "附加的模板", "oleObject": "对象", "frame": "框架",
          "subDocument": "子文档", "mailMergeSource": "邮件合并数据源"}  # fmt: skip
_PARTS = {"chart": "图表", "diagram": "SmartArt图形", "numbering": "编号格式", "styles": "样式",
          "settings": "文档设置", "core.xml": "文档属性"}  # fmt: skip
_HIDDEN = {"instrText": "域代码", "delText": "修订中已删去的文字"}
_DESCRIBED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}p"
_AGAIN = "请用Word或WPS打开，另存为.docx后再试"


@dataclass(frozen=True, slots=True)
class Story:
    """One text of the file: the body, a header, a footer or the notes.

    `links` are addresses by the ids of relationships; `plain` the texts of a part without runs
    (properties, a chart's words) with their places.
    """

    part: str
    title: str
    root: Element
    links: Mapping[str, str] = field(default_factory=dict)
    plain: tuple[tuple[Element, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A template's parts, its stories (body first) and what stands in the way of using it."""

    parts: Mapping[str, Part]
    stories: tuple[Story, ...] = ()
    troubles: tuple[Trouble, ...] = ()


def open_template(data: bytes) -> Opened:
    """Read a template; whatever is wrong with the file comes back as troubles."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return Opened({}, (), (Trouble(0, "", "是旧版.doc文件，或设有密码", _AGAIN),))
    try:
        parts = read(data)
        main = main_part(parts)
        if main not in parts:
            return Opened(parts, (), (Trouble(0, "", "不是Word文档", _AGAIN),))
        troubles = list(_refusals(parts, main))
        if troubles:
            return Opened(parts, (), tuple(troubles))
        stories = (*stories_of(parts, main), *_plain_stories(parts, main))
        return Opened(parts, stories, tuple(_elsewhere(parts, stories)))
    except PackageError as error:
        return Opened({}, (), (Trouble(0, "", str(error), _AGAIN),))


def parse(part: Part) -> Element:
    """Parse one part without entities, network or mending; PackageError if that fails."""
    return parse_bytes(part.bytes(), part.name)


def parse_bytes(data: bytes, name: str) -> Element:
    """Parse the bytes of the part `name` as safely as `parse` does."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        if b"<!DOCTYPE" in data:
            raise PackageError(f"文件内部“{name}”含有文档类型声明，疑似异常文件")
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise PackageError(f"文件内部“{name}”已损坏") from error
    if root.getroottree().docinfo.doctype:
        raise PackageError(f"文件内部“{name}”含有文档类型声明，疑似异常文件")
    return root


def main_part(parts: Mapping[str, Part]) -> str:
    """The name of the part that holds the body."""
    for kind, target, _ in relations(parts, ""):
        if kind == "officeDocument":
            return target
    return "word/document.xml"


def relations(parts: Mapping[str, Part], source: str) -> Iterator[tuple[str, str, str]]:
    """Yield kind, target and id of each relationship of a part that stays inside the package.

    The package's own relationships are those of the part "".
    """
    folder, _, file = source.rpartition("/")
    name = f"{folder}/_rels/{file}.rels".lstrip("/")
    if name not in parts:
        return
    for one in parse(parts[name]).iter("{*}Relationship"):
        if one.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", "")))
            yield one.get("Type", "").rpartition("/")[2], target.lstrip("/"), one.get("Id", "")


def _refusals(parts: Mapping[str, Part], main: str) -> Iterator[Trouble]:
    kinds = parts["[Content_Types].xml"].bytes() if "[Content_Types].xml" in parts else b""
    if b"macroEnabled" in kinds or any(name.endswith("vbaProject.bin") for name in parts):
        yield Trouble(0, "", "模板里有宏（.docm），不予使用", "请另存为不含宏的.docx")
    elif _MAIN not in kinds:
        yield Trouble(0, "", "不是.docx文档（可能是.dotx模板或其他格式）", _AGAIN)
    for name in parts:
        if name.endswith(".rels"):
            yield from _external(parse(parts[name]))
    root = parse(parts[main])
    if root.tag != W + "document" or root.nsmap.get("w") != W[1:-1]:
        yield Trouble(0, "", "文件内部的写法与Word、WPS通常的不同", _AGAIN)


def _external(relations: Element) -> Iterator[Trouble]:
    for one in relations.iter("{*}Relationship"):
        kind = one.get("Type", "").rpartition("/")[2]
        if one.get("TargetMode") == "External" and kind != "hyperlink":
            what = _LINKS.get(kind, "内容")
            problem = f"模板链接着外部的{what}：{one.get('Target', '')[:80]}"
            remedy = "请断开链接，把内容直接放进模板"
            if kind == "attachedTemplate":
                remedy = "请在“开发工具—文档模板”里改回Normal"
            yield Trouble(0, "", problem, remedy)


def stories_of(parts: Mapping[str, Part], main: str) -> Iterator[Story]:
    """Yield the body, headers, footers and notes, cleaned; PackageError for a damaged part."""
    body = parse(parts[main])
    yield Story(main, "正文", cleaned(body), _links(parts, main))
    names = _edge_names(body)
    seen = {main}
    for kind, target, identity in relations(parts, main):
        title = (
            names.get(identity)
            or _NOTES.get(kind)
            or {"header": "页眉", "footer": "页脚"}.get(kind)
        )
        if title and target in parts and target not in seen:
            seen.add(target)
            root = parse(parts[target])
            if root.nsmap.get("w") != W[1:-1]:
                raise PackageError(f"文件内部“{target}”的写法与Word、WPS通常的不同")
            yield Story(target, title, cleaned(root), _links(parts, target))


def _links(parts: Mapping[str, Part], name: str) -> dict[str, str]:
    """Return the addresses of a part's links to the web, by the ids of their relationships."""
    folder, _, file = name.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels".lstrip("/")
    if relations not in parts:
        return {}
    return {
        one.get("Id", ""): one.get("Target", "")
        for one in parse(parts[relations]).iter("{*}Relationship")
        if one.get("TargetMode") == "External"
    }


def _plain_stories(parts: Mapping[str, Part], main: str) -> Iterator[Story]:
    """Yield the properties of the file and the charts with tags in their words."""
    folder = main.rpartition("/")[0]
    for name in ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"):
        if name in parts:
            root = parse(parts[name])
            texts = [(one, "文档属性") for one in root.iter() if _is_tagged(one)]
            if texts:
                yield Story(name, "文档属性", root, {}, tuple(texts))
    for name in sorted(parts):
        if name.startswith(f"{folder}/charts/chart") and name.endswith(".xml"):
            root = parse(parts[name])
            joined = [_joined(one) for one in root.iter(_DRAWN)]
            texts = [(one, "图表文字") for one in joined if one is not None]
            if texts:
                yield Story(name, "图表", root, {}, tuple(texts))


def _is_tagged(element: Element) -> bool:
    return not len(element) and bool(BRACES.search(element.text or ""))


def _joined(paragraph: Element) -> Element | None:
    """Put a drawing's paragraph with tags into its first run, since Word splits tags."""
    texts = list(paragraph.iter(_DRAWN[:-1] + "t"))
    whole = "".join(one.text or "" for one in texts)
    if not BRACES.search(whole):
        return None
    for one in texts:
        one.text = ""
    texts[0].text = whole
    return texts[0]


def _edge_names(body: Element) -> dict[str, str]:
    """Return what a clerk calls each header and footer, by relationship."""
    names: dict[str, str] = {}
    for section, properties in enumerate(body.iter(W + "sectPr"), 1):
        for reference in properties:
            edge = _EDGES.get(etree.QName(reference).localname)
            if edge is None:
                continue
            name = _PAGES.get(reference.get(W + "type", ""), "") + edge
            if name in names.values():
                name = f"第{section}节{name}"
            names.setdefault(reference.get(_RELATED + "id", ""), name)
    return names


def _elsewhere(parts: Mapping[str, Part], stories: tuple[Story, ...]) -> Iterator[Trouble]:
    """Yield a fault for each tag that stands where tags are not looked for."""
    for story in stories:
        for what, text in () if story.plain else _hidden(story.root):
            place = f"{story.title}（{what}）"
            yield Trouble(0, place, f"这里的标签尚不支持：{text.strip()[:40]}", "请移到普通文字里")
    known = {story.part for story in stories if not story.plain}
    taken = {element for story in stories for element, _ in story.plain}
    roots = {story.part: story.root for story in stories}
    folder = stories[0].part.rpartition("/")[0]
    for name, part in parts.items():
        inside = name.startswith(f"{folder}/") and not name.startswith(f"{folder}/glossary/")
        if (
            name in known
            or not name.endswith(".xml")
            or not (inside or name == "docProps/core.xml")
        ):
            continue
        for text in _texts(roots[name] if name in roots else parse(part), taken):
            if BRACES.search(text):
                place = next((word for key, word in _PARTS.items() if key in name), name)
                problem = f"这里的标签尚不支持：{text.strip()[:40]}"
                yield Trouble(0, place, problem, "请移到普通文字里")
                break


def _hidden(root: Element) -> Iterator[tuple[str, str]]:
    walked = {paragraph for paragraph, _ in paragraphs(root, "")}
    reached = {text for paragraph in walked for text in line(paragraph).elements}
    for element in root.iter():
        for name, value in element.attrib.items():
            is_read = element.tag == _DESCRIBED and name in ("descr", "title")
            if is_read and next(element.iterancestors(W + "p"), None) in walked:
                continue
            if "{{" in value or "{%" in value or "{#" in value:
                yield "图形的名称、替代文字等", value
        if element.text and element not in reached and BRACES.search(element.text):
            yield _HIDDEN.get(etree.QName(element).localname, "图形、公式等"), element.text


def _texts(root: Element, taken: Container[Element]) -> Iterator[str]:
    """Yield the text of each paragraph of a drawing or chart, and each attribute."""
    for element in root.iter():
        yield from element.attrib.values()
        if element.tag == _DRAWN:
            yield "".join(one.text or "" for one in element.iter() if one not in taken)
        elif element.text and element not in taken:
            yield element.text
