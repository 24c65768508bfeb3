"""Which document is made from which template, for which periods, under which name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.model.finding import Fault, Faulty
from pipeline.scheme.marked import Block, Taker

PLACES = ("documents", "tables")
"""Where templates stand."""
KINDS = ("月", "季", "半年", "三季", "年")


@dataclass(frozen=True, slots=True)
class DocumentPlan:
    """One entry of documents.yaml.

    `pattern` is the file name with {{ }} tags; `sections` the names of the files under 材料
    that the template takes in. With `root` (每份) there is a document for each item of `source`,
    which the template knows under that name. `condition` says, in the templates' language,
    whether it is made; `folder` in which folder of the edition it stands.
    A `published` (公开) document must not print confidential fields (V62).
    """

    name: str
    template: str
    kinds: tuple[str, ...]
    pattern: str
    sections: tuple[str, ...] = ()
    root: str = ""
    source: str = ""
    condition: str = ""
    folder: str = ""
    place: str = ""
    published: bool = True

    @property
    def suffix(self) -> str:
        return self.template.rpartition(".")[2]

    def due(self, kinds: tuple[str, ...]) -> bool:
        """Tell whether the document is made for a period that closes `kinds`."""
        return any(kind in kinds for kind in self.kinds)


def template_of(folder: Path, name: str) -> bytes:
    """The template of a paper that needs no entry in documents.yaml; Faulty without it."""
    path = folder / name
    if not path.is_file():
        raise Faulty([Fault(name, "", "没有这个模板", "请从样例中补上")])
    return path.read_bytes()


def templates_in(folder: Path) -> dict[str, bytes]:
    """Every Word and Excel template of an office by its name from `folder` on.

    Files that Word or Excel keep while somebody works in a template are none.
    """
    paths = [path for part in PLACES for path in sorted((folder / part).glob("*"))]
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in paths
        if path.suffix in (".docx", ".xlsx") and path.is_file() and path.name[0] not in "~."
    }


def documents_of(block: Block, faults: list[Fault]) -> dict[str, DocumentPlan]:
    """Read documents.yaml in its order."""
    taker = Taker(block, faults)
    section = taker.sub("文件")
    taker.done()
    plans = {}
    for name, entry in section.items():
        if not isinstance(entry, Block):
            taker.fault(f"文件“{name}”没有内容", "", name)
            continue
        one = Taker(entry, faults, f"文件“{name}”的")
        root, source = _each(one)
        plan = DocumentPlan(
            name=str(name),
            template=one.text("模板"),
            kinds=one.texts("期别") or ("月",),
            pattern=one.text("文件名", str(name)),
            sections=one.texts("材料"),
            root=root,
            source=source,
            condition=one.text("条件"),
            folder=one.text("文件夹"),
            place=f"第{entry.line}行",
            published=one.yes("公开", True),
        )
        for kind in plan.kinds:
            if kind not in KINDS:
                one.fault(f"“期别”不能写“{kind}”", f"只能写：{'、'.join(KINDS)}", kind)
        if plan.suffix not in ("docx", "xlsx"):
            one.fault("“模板”应是.docx或.xlsx文件", "")
        if set(plan.folder) & set('/\\:*?"<>|.'):
            one.fault(f"“文件夹”不能叫“{plan.folder}”", "请只用汉字、字母、数字", plan.folder)
        one.done()
        plans[str(name)] = plan
    return plans


def _each(taker: Taker) -> tuple[str, str]:
    """每份: {本单位: 各单位}: the name that a template uses, and what there is one file of each."""
    if not taker.has("每份"):
        return "", ""
    block = taker.sub("每份")
    for name, source in block.items():
        if len(block) == 1 and str(name).isidentifier() and isinstance(source, str):
            return str(name), str(source)
    taker.fault("“每份”写法有误", "例如“每份: {本单位: 各单位}”", "每份")
    return "", ""
