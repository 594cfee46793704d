"""Works that are numbered, phased or named after their site, and measures told by their context: invented sentences."""

from __future__ import annotations

import pytest

from test_names import labels


@pytest.mark.parametrize(
    ("text", "label", "cls"),
    [
        ("推动平罗核电3、4号机组开工。", "平罗核电3号机组", "Facility"),
        ("推动平罗核电3、4号机组开工。", "平罗核电4号机组", "Facility"),
        ("推进六、七号高炉前期工作。", "六号高炉", "Facility"),
        ("第三和第四污水处理厂完成改造。", "第三污水处理厂", "Facility"),
        ("开工建设红山至平罗高速公路。", "红山至平罗高速公路", "Facility"),
        ("推动平罗精加工二期在3月投产。", "平罗精加工二期", "Project"),
        ("红山热电联产项目一期投产。", "红山热电联产项目一期", "Project"),  # the phase runs, the project not yet
        ("蓝岭铁路电气化改造工程开工建设。", "蓝岭铁路电气化改造工程", "Project"),
        ("平罗新区起步区框架基本形成。", "平罗新区", "Place"),
        ("品牌带动战略持续深化。", "品牌带动战略", "Programme"),
        ("实现牧场登记“一日办结”。", "牧场登记“一日办结”", "Mechanism"),
        ("班车“镇镇通”实现全覆盖。", "班车“镇镇通”", "Programme"),
        ("加快畜牧防疫服务体系改革。", "畜牧防疫服务体系改革", "Reform"),
        ("实施黑土地保护性耕作300亩。", "黑土地保护性耕作", "Programme"),
        ("加强甜水河、白盐河流域整治。", "甜水河", "Place"),
        ("启动国道G310线红山至平罗段改扩建。", "国道G310线红山至平罗段改扩建", "Project"),
        ("红柳大道快速化改造建成通车。", "红柳大道快速化改造", "Project"),  # the works, not the road
        ("红柳片区提升改造建成投用。", "红柳片区提升改造", "Project"),
        ("推动平罗机场接入红宣高铁。", "红宣高铁", "Facility"),
        ("推进教育扶贫、对口支援和旧城改造工作。", "对口支援", "Programme"),
        ("建设国家现代牧业战略支点城市。", "国家现代牧业战略支点城市", "Target"),
    ],
)
def test_a_work_is_found_by_its_number_its_phase_its_site_or_what_is_done_with_it(
    text: str, label: str, cls: str
) -> None:
    assert labels(text).get(label) == cls


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("某厂房建设12-13号泊位。", "13号泊位"),  # a range, not two
        ("1.三期叠加。", "1.三期"),
        ("完成牧户棚圈设施提升改造30个。", "牧户棚圈设施提升改造"),  # a kind, counted
        ("推行“一卡通”。", "卡通"),
        ("治理大河、小河。", "治理大河"),
        ("助力文化名县战略全面实施。", "助力文化名县战略"),  # the verb is no part of it
    ],
)
def test_what_is_counted_or_said_of_a_work_is_none(text: str, label: str) -> None:
    assert label not in labels(text)
