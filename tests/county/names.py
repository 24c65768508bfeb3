"""Invented people, companies, places and project titles that sound natural and belong to nobody."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

HOME = "河南"
"""The province that the invented city is said to lie in."""

_SURNAMES = "陈林郑叶宋唐韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石"
_GIVEN_FIRST = "景承怀彦仲书砚知予若明宏立秉沐允思广永嘉维振"
_GIVEN_LAST = "川衡岳楠澄禾昀岚松泽钧平禹舟辰原恒溪屹章朗翊"
_STEM_FIRST = "澄砺桓屿棠穗衡砚栎泓骞峤昱珩澍铄榆岫葳霁煦沅"
_STEM_LAST = "岳川禾辰诺恒启拓瑞锐源越盛宏捷睿"
_CITIES = {
    "浙江": ("杭州", "宁波", "温州", "嘉兴", "绍兴"),
    "江苏": ("苏州", "无锡", "常州", "南通"),
    "广东": ("深圳", "东莞", "佛山", "中山"),
    "山东": ("青岛", "潍坊", "临沂"),
    "福建": ("厦门", "泉州", "福州"),
    "上海": ("嘉定", "松江"),
    "北京": ("昌平", "大兴"),
    "安徽": ("合肥", "芜湖"),
    "湖北": ("武汉", "襄阳"),
    "河北": ("石家庄", "保定"),
    "湖南": ("长沙", "株洲"),
    "四川": ("成都", "绵阳"),
}
_HOME_CITIES = ("郑州", "洛阳", "新乡", "许昌")
_FIRMS = ("有限公司", "科技有限公司", "集团有限公司")
_ABROAD = ("新加坡", "马来西亚", "德国")


@dataclass(frozen=True)
class Trade:
    """One line of business: what is made, in which measure, and how a clerk classes it."""

    industry: str
    chain: str
    subsector: str
    emerging: bool
    products: tuple[tuple[str, str], ...]
    """Product and the measure of its yearly output; no measure, no yearly output in the title."""


TRADES = (
    Trade(
        "工业",
        "智能装备产业链",
        "通用设备制造业",
        True,
        (("智能仓储设备", "台套"), ("精密减速机", "万台"), ("数控机床功能部件", "万套")),
    ),
    Trade(
        "工业",
        "新能源汽车零部件产业链",
        "汽车制造业",
        True,
        (("车用铝合金轻量化构件", "万件"), ("动力电池壳体", "万套"), ("汽车线束", "万套")),
    ),
    Trade(
        "工业",
        "新型显示和智能终端产业链",
        "计算机、通信和其他电子设备制造业",
        True,
        (("车载显示模组", "万片"), ("智能穿戴终端", "万台"), ("电子陶瓷元件", "亿只")),
    ),
    Trade(
        "工业",
        "生物医药产业链",
        "医药制造业",
        True,
        (("中药配方颗粒", "吨"), ("医用高分子耗材", "万件"), ("体外诊断试剂", "万份")),
    ),
    Trade(
        "工业",
        "新材料产业链",
        "化学原料和化学制品制造业",
        True,
        (("尼龙弹性纤维", "万吨"), ("可降解包装材料", "万吨"), ("高性能绝缘材料", "吨")),
    ),
    Trade(
        "工业",
        "绿色食品产业链",
        "农副食品加工业",
        False,
        (("速冻调理食品", "万吨"), ("功能性谷物饮品", "万吨"), ("菌菇深加工制品", "万吨")),
    ),
    Trade(
        "工业",
        "现代家居产业链",
        "家具制造业",
        False,
        (("全屋定制板材", "万张"), ("智能家居五金", "万套"), ("竹木复合地板", "万平方米")),
    ),
    Trade(
        "工业",
        "纺织服装产业链",
        "纺织服装、服饰业",
        False,
        (("功能性针织面料", "万米"), ("户外运动服饰", "万件"), ("高支纱线", "吨")),
    ),
    Trade(
        "工业",
        "新型建材产业链",
        "非金属矿物制品业",
        False,
        (("装配式建筑构件", "万立方米"), ("节能门窗", "万平方米"), ("环保涂料", "万吨")),
    ),
    Trade(
        "商贸流通",
        "现代物流产业链",
        "",
        False,
        (("冷链仓储物流园", ""), ("农产品产地集配中心", ""), ("电商直播供应链基地", "")),
    ),
    Trade(
        "其他服务业",
        "文旅康养产业链",
        "",
        False,
        (("山水康养度假区", ""), ("工业设计服务中心", ""), ("乡村研学营地", "")),
    ),
    Trade(
        "一产",
        "高效种养产业链",
        "",
        False,
        (("智慧蔬菜大棚", ""), ("优质肉牛标准化养殖基地", ""), ("食用菌工厂化栽培基地", "")),
    ),
)
_WEIGHTS = (10, 9, 7, 7, 9, 10, 7, 8, 7, 5, 4, 3)
_TAILS = ("项目", "生产线项目", "生产基地项目", "建设项目")


def person(rng: Random) -> str:
    return rng.choice(_SURNAMES) + rng.choice(_GIVEN_FIRST) + rng.choice(_GIVEN_LAST)


def phone(rng: Random) -> str:
    """Return a number that nobody can have: there is no area code 0000."""
    return f"0000-{rng.randint(6000000, 8999999)}"


def trade(rng: Random) -> Trade:
    return rng.choices(TRADES, _WEIGHTS)[0]


def title(rng: Random, line: Trade, taken: set[str]) -> str:
    """Return a project's title, not yet taken, and take it."""
    while True:
        name = _title(rng, line)
        if name not in taken:
            taken.add(name)
            return name


def outside(rng: Random) -> tuple[str, str]:
    """Return the province and city of an investor from another province."""
    province = rng.choice(tuple(_CITIES))
    return province, rng.choice(_CITIES[province])


def inside(rng: Random) -> tuple[str, str]:
    return HOME, rng.choice(_HOME_CITIES)


def abroad(rng: Random) -> tuple[str, str]:
    return "境外", rng.choice(_ABROAD)


def company(rng: Random, city: str, line: Trade) -> str:
    stem = _stem(rng)
    return f"{city}{stem}{_business(line)}{rng.choice(_FIRMS)}"


def local_firm(rng: Random, line: Trade) -> str:
    return f"{_stem(rng)}（栖川）{_business(line)}有限公司"


def group(rng: Random) -> str:
    return f"{_stem(rng)}控股集团"


def credit_code(rng: Random) -> str:
    """Return a credit code with the right check digit (GB 32100) in a district that is none."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = "91000000MA" + "".join(rng.choice(alphabet) for _ in range(7))
    weighted = sum(alphabet.index(sign) * pow(3, n, 31) for n, sign in enumerate(body))
    return body + alphabet[(31 - weighted % 31) % 31]


def _business(line: Trade) -> str:
    return line.chain.removesuffix("产业链").removeprefix("新能源").removeprefix("新型显示和")


def _stem(rng: Random) -> str:
    return rng.choice(_STEM_FIRST) + rng.choice(_STEM_LAST)


def _title(rng: Random, line: Trade) -> str:
    product, measure = rng.choice(line.products)
    if not measure:
        return f"{_stem(rng)}{product}项目"
    if measure in ("万吨", "亿只", "万立方米", "万平方米"):
        output = rng.choice((1, 2, 3, 5, 6, 8, 10, 12, 15, 20, 30, 50))
    elif measure.startswith("万"):
        output = rng.choice((5, 8, 10, 20, 30, 50, 60, 80, 100, 120, 150, 200, 300))
    else:
        output = rng.choice((500, 800, 1000, 1200, 2000, 3000, 5000, 6000, 8000, 10000))
    maker = rng.choice(("", "", _stem(rng)))
    return f"{maker}年产{output}{measure}{product}{rng.choice(_TAILS)}"
