"""The prose that people write: with the summary, the plan of work and the quarterly review."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

_CREATED = datetime(2026, 7, 2, 9, 0, 0)
_EPOCH = (1980, 1, 1, 0, 0, 0)

_HIGHLIGHTS = (
    (
        "（一）高位推动，责任链条越拧越紧。",
        "市委、市政府把招商引资作为经济工作的头号任务，主要负责同志带头研究项目、带头外出对接、"
        "带头协调难题，分管负责同志按战线包抓，各单位主要负责人直接抓具体项目。坚持月通报、季讲评，"
        "把任务分解到单位、落实到人头，形成了一级抓一级、层层抓落实的工作格局。",
    ),
    (
        "（二）链式发力，招引方向更加聚焦。",
        "围绕全市重点产业链逐链梳理龙头企业、关键环节和配套缺口，绘制招商图谱，建立目标企业清单，"
        "由链长牵头、专班跟进，变“撒网式”招商为“点对点”招商。两个园区突出主导产业招大引强，"
        "各镇（街道）立足资源禀赋招引配套项目，错位发展、协同配套的态势初步显现。",
    ),
    (
        "（三）前移关口，项目质量把得更严。",
        "严格执行项目联合预审制度，发展改革、自然资源、生态环境、应急管理等部门同步参与，"
        "对投资强度、用地用能、环境影响和投资方实力逐项把关，把不符合产业导向的项目挡在签约之前。"
        "对通过预审的项目统一建档、统一编码，做到底数清、来源清、进度清。",
    ),
    (
        "（四）全程跟踪，落地服务做得更实。",
        "对签约项目实行清单管理，从签约、开工、投产到入统、入规逐个节点倒排工期，明确包保领导和具体责任人。"
        "推行帮办代办，集中协调要素保障，办理事项能并联的不串联、能容缺的不往返，"
        "企业办事的获得感明显增强，一批项目实现当年签约、当年开工。",
    ),
)
_PROBLEMS = (
    (
        "（一）大项目、好项目支撑不足。",
        "签约项目已有一定数量，但体量大、带动力强的龙头项目偏少，且集中在个别园区和少数投资主体，"
        "部分产业链仍缺少能够补链强链的核心企业，项目结构需要进一步优化。",
    ),
    (
        "（二）单位之间工作不够平衡。",
        "有的单位主动出击、成效明显，有的单位外出对接少、线索储备少、在谈项目少，"
        "进度长期处于后位，甚至存在等靠思想，距离目标任务还有不小差距。",
    ),
    (
        "（三）要素保障和项目转化仍有堵点。",
        "部分签约项目受土地报批、环评手续、配套管网等因素制约，开工不够及时；有的项目开工后建设节奏不快，"
        "入统、入规衔接不紧，签约成果转化为实物工作量的效率有待提高。",
    ),
)
_PLANS = (
    (
        "（一）紧盯目标任务，全力追赶进度。",
        "对照全年目标逐单位、逐指标算清差距，列出追赶清单。落后序时进度的单位要拿出具体措施，"
        "明确每个月完成什么、由谁完成；进度靠前的单位要自我加压，为全市多作贡献。",
    ),
    (
        "（二）突出招大引强，优化项目结构。",
        "坚持把龙头型、链主型项目作为主攻方向，紧盯央企名企、行业领军企业和专精特新企业，"
        "完善一链一图一专班机制，由市级领导带队开展精准对接，力争在重大项目上取得新的突破。",
    ),
    (
        "（三）强化要素保障，加快项目落地。",
        "建立签约项目要素需求台账，统筹土地、资金、能耗、用工等资源，定期会商、限时办结。"
        "对长期停滞的项目逐一分析原因，能推进的加快推进，不能推进的依规清退，盘活土地和厂房。",
    ),
    (
        "（四）严格督查考核，树立实干导向。",
        "坚持数据说话、以实绩论英雄，严格执行到位资金和项目认定标准，坚决防止虚报重报。"
        "完善月通报和约谈机制，把招商引资实绩作为评先评优的重要依据，推动形成比学赶超的浓厚氛围。",
    ),
)
_MEASURES = (
    (
        "（一）压实招商责任。",
        "各单位主要负责人对本单位任务负总责，带头外出对接、带头洽谈项目。任务逐级分解到分管负责人和具体人员，"
        "重点项目由市级领导牵头，专班推进，一个项目明确一名责任人。",
    ),
    (
        "（二）突出产业链招商。",
        "各产业链专班对照产业图谱和目标企业清单，定期更新线索，约访重点企业。两个园区承接大项目、"
        "配套项目集中布局，各镇（街道）引进的工业项目优先进园区落地。",
    ),
    (
        "（三）把好项目入口。",
        "拟签约项目先报预审，通过后再签约；需进一步研判的，补充论证后再报。"
        "签约项目统一编码，纳入台账管理，投资、到位资金和节点以凭证为准。",
    ),
    (
        "（四）紧盯项目落地。",
        "签约项目逐个配备首席服务员，倒排开工、投产、入统、入规时间，手续帮办代办，用地、用电、用工集中会商。"
        "到期没有完成的节点，由责任单位说明原因、提出措施和新的时限。",
    ),
    (
        "（五）严肃数据质量。",
        "各单位按时报送报表，主要负责人审签，不虚报、不重报、不漏报。退回的报表限期改正，"
        "需要更正以前月份数据的，填写更正申请并附依据。",
    ),
)
_QUESTIONS = (
    "1. 关于供电线路迁改。部分项目供电线路迁改没有完成，不具备施工条件。"
    "建议明确牵头单位，会同供电公司逐个项目排定迁改时间，下次调度时报告结果。",
    "2. 关于签约后长期没有开工的项目。建议责任单位逐个说明原因，能开工的确定开工日期，"
    "确实不能推进的按程序终止，腾出的土地、厂房供其他项目使用。",
    "3. 关于超期的议定事项。建议责任单位说明没有办结的原因，重新明确时限和责任人；"
    "属于多个单位共同办理的，确定一个牵头单位。",
)


def write_materials(folder: Path) -> None:
    """Write the texts of the summary, and of the plan and the review that June brings."""
    write_measures(folder)
    (folder / "提请研究事项.txt").write_bytes("".join(f"{one}\n" for one in _QUESTIONS).encode())
    (folder / "重点和特色.docx").write_bytes(_document(_HIGHLIGHTS))
    (folder / "存在问题.txt").write_bytes(_text(_PROBLEMS).encode())
    (folder / "下半年打算.docx").write_bytes(_document(_PLANS))


def write_measures(folder: Path) -> None:
    """Write 工作措施.docx, which the plan of January has too."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "工作措施.docx").write_bytes(_document(_MEASURES))


def _text(points: Sequence[tuple[str, str]]) -> str:
    return "".join(f"{heading}\n{body}\n" for heading, body in points)


def _document(points: Sequence[tuple[str, str]]) -> bytes:
    document = Document()
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = _CREATED
    for heading, body in points:
        _paragraph(document, heading, "楷体")
        _paragraph(document, body, "仿宋")
    made = io.BytesIO()
    document.save(made)
    return _dated(made.getvalue())


def _paragraph(document, text: str, font: str) -> None:
    run = document.add_paragraph().add_run(text)
    run.font.name, run.font.size = font, Pt(16)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    document.paragraphs[-1].paragraph_format.first_line_indent = Pt(32)


def _dated(package: bytes) -> bytes:
    """Return the package with every part dated alike, so that its bytes never change."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(fixed, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return fixed.getvalue()
