"""Names that a list spells out once, honours that something is said of, and plans told by what is done with them."""

from __future__ import annotations

import pytest

from test_names import labels


@pytest.mark.parametrize(
    ("text", "label", "cls"),
    [
        ("新增2个国家级、5个省级龙头企业。", "国家级龙头企业", "Honour"),
        ("国家级和省级生态村达到90个。", "国家级生态村", "Honour"),
        ("新增国家级现代农业产业园1家、省级3家。", "省级现代农业产业园", "Honour"),
        ("贯彻省委九届三次、四次全会精神。", "省委九届三次全会", "Event"),
        ("贯彻省委九届三次、四次全会精神。", "省委九届四次全会", "Event"),
        ("落实市第六次、第七次党代会部署。", "石嘴山市第六次党代会", "Event"),
        ("有效防御“海蓝”、“云雀”等台风。", "台风“海蓝”", "Event"),
        ("抢抓国家智慧水网试点城市机遇。", "国家智慧水网试点城市", "Honour"),
        ("全国盐湖开发示范市建设任务基本完成。", "全国盐湖开发示范市", "Honour"),
        ("水权改革受到国务院通报表扬。", "国务院通报表扬", "Honour"),
        ("水权改革受到国务院通报表扬。", "国务院", "GovernmentBody"),
        ("培育省级以上示范基地4个。", "省级以上示范基地", "Honour"),
        ("平罗成功创建塞上旅游名县。", "塞上旅游名县", "Honour"),
        ("红山片区控制性详规编制完成。", "红山片区控制性详规", "PolicyDocument"),
        ("落实渔船报废奖补政策，渔民满意。", "渔船报废奖补政策", "PolicyDocument"),
        ("荣获“红山驰名商标”的企业有九家。", "“红山驰名商标”", "Honour"),
        ("入选全国工业百强县前50名，首次上榜。", "全国工业百强县前50名", "Honour"),
        ("成功举办首届红山瓜农对接会。", "首届红山瓜农对接会", "Event"),
        ("贯彻省“两会”精神。", "宁夏回族自治区“两会”", "Event"),
        ("出台“十一五”期间加快港口发展意见。", "“十一五”期间加快港口发展意见", "PolicyDocument"),
        ("制定参与建设红山新区实施方案。", "参与建设红山新区实施方案", "PolicyDocument"),
        ("盛凯源面业上市进入辅导期。", "盛凯源面业", "Enterprise"),
        ("与中化公司合作。", "中化公司", "Enterprise"),
        ("建成9个红山林业生态村、5个乡镇。", "红山林业生态村", "Honour"),
        ("获评联合国“绿洲城市奖”。", "联合国", "Organization"),
        ("天瑞纺织二期等项目进展顺利。", "天瑞纺织", "Enterprise"),
        ("红山医学院新校区建成使用。", "红山医学院", "PublicInstitution"),
    ],
)
def test_names_lent_and_held_are_found(text: str, label: str, cls: str) -> None:
    assert labels(text).get(label) == cls


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("培育国家级、省级龙头企业。", "国家级"),
        ("以创建国家智慧水网试点城市为契机，补齐短板。", "国家级智慧水网试点城市"),
        ("创建省级以上龙头企业3家。", "省级以上龙头企业"),
        ("启动国家森林城市创建工作，造林三万亩。", "国家级森林城市"),
        ("力争金竹生物基新材料项目开工。", "金竹生物"),
        ("做好重点项目规划编制工作。", "重点项目规划"),
        ("落实各项奖补政策，渔民满意。", "各项奖补政策"),
    ],
)
def test_names_that_are_none_are_declined(text: str, label: str) -> None:
    assert label not in labels(text)


def test_an_aim_is_no_honour_yet() -> None:
    assert labels("以创建国家智慧水网试点城市为契机，补齐短板。").get("国家智慧水网试点城市") == "Target"
