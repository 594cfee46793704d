"""What a member of a list is called when its list lends it a head, and when nothing is lent."""

from __future__ import annotations

import pytest

from test_names import names_of


@pytest.mark.parametrize(
    ("text", "label", "form"),
    [
        ("有效控制电力、钢铁等重点行业碳排放", "电力行业", "电力"),
        ("加速膨胀机械、食品两大支柱产业", "机械产业", "机械"),
        ("鼓励民间资本进入基础设施、市政公用等行业", "基础设施行业", "基础设施"),
        ("支持红山县发展精细化工、绿色建材产业", "精细化工产业", "精细化工"),
        ("改革完善公平竞争审查和公正监管制度", "公平竞争审查制度", "公平竞争审查"),
        ("推动盛源铜业、和立环保、红山产业园等项目建设", "和立环保项目", "和立环保"),
        ("推进红山矿开采和加工、盛源新材料等项目", "红山矿开采和加工项目", "红山矿开采和加工"),
    ],
)
def test_a_member_is_named_without_the_verb_done_to_it(text: str, label: str, form: str) -> None:
    assert (label, form) in {(n.label, text[n.start : n.end]) for n in names_of(text)}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("依托气候、文化等资源升级文旅康养产业", "文化产业"),
        ("红山市、蓝海市返岗务工高铁专列开行", "红山市高铁"),
        ("深入开展整治电信网络诈骗、养老诈骗等专项行动", "养老诈骗行动"),
        ("开展教师有偿补课、兼职取酬整治行动", "教师有偿补课行动"),
        ("开展农村生活垃圾和污水处理专项行动", "农村生活垃圾专项行动"),
        ("争取新一轮国家和省级金融改革试点", "新一轮国家改革试点"),
        ("完善“六要”群众工作法、“民生110”网格化服务等做法", "“六要”群众工作法网格化服务"),
        ("蓝海化工、红山精细化工、己内酰胺、古山热电厂、红山码头等项目", "己内酰胺热电厂"),
        ("重点开展红山路、蓝山大街风貌整治和市区小游园、景观绿化等工程", "蓝山大街风貌整治和市区小游园工程"),
        ("加快跨江桥梁及红塘、玉塘、蓝塘等重点片区建设", "跨江桥梁及红塘片区"),
        ("列入全省循环经济试点示范园区和示范企业", "全省示范企业"),
        ("积极发展与大中城市、大项目衔接配套产业", "大中城市产业"),
        ("推进红山至蓝海、青崖口等口岸公路项目", "红山至蓝海口岸"),
        ("红山新材料、蓝海磁材深加工等一批产业转型升级项目投产", "蓝海磁材深加工产业"),
        ("合作共建粮食、橡胶、饲草等农业生产基地", "饲草产业"),
        ("开展财政支持深化民营和小微企业金融服务综合改革", "财政支持深化民营综合改革"),
        ("发展冰雪运动、冰雪产业", "冰雪运动产业"),
        ("做好木雕、提琴戏等非遗项目保护", "木雕项目"),
    ],
)
def test_a_head_that_does_not_fit_a_member_is_not_lent(text: str, label: str) -> None:
    assert label not in {n.label for n in names_of(text)}


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("加快发展检验检测、研发设计和家政、养老等产业", {"研发设计产业", "家政产业"}),
        ("实施“红山师傅”“蓝海家政”三项工程", {"“红山师傅”工程", "“蓝海家政”工程"}),
    ],
)
def test_each_member_is_a_thing_of_its_own(text: str, labels: set[str]) -> None:
    assert labels <= {n.label for n in names_of(text)}
