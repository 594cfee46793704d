"""Names found in sentences of our own, names refused, and which mentions are one thing."""

from __future__ import annotations

import time

import pytest

from kg import knowledge as ontology
from kg import pipeline
from kg.model import Document, Name, Sentence
from kg.stages.identity import identify
from kg.stages.names import find_names
from kg.stages.places import find_places

KNOWLEDGE = ontology.load()
HOME = Document("0" * 16, "home.txt", "", "", about="石嘴山市", code="6402", year=2023)


def names_of(text: str) -> tuple[Name, ...]:
    sentence = Sentence(0, text, tuple(range(len(text))))
    places = find_places(sentence, HOME, KNOWLEDGE)
    found = find_names(sentence, pipeline.tokens_of(text, KNOWLEDGE), HOME, KNOWLEDGE, places)
    for name in found:
        assert 0 <= name.start < name.end <= len(text)
        assert name.where
    return found


def labels(text: str) -> dict[str, str]:
    return {name.label: name.cls for name in names_of(text)}


@pytest.mark.parametrize(
    ("text", "label", "cls"),
    [
        ("全面推进“九项攻坚任务”。", "“九项攻坚任务”", "Programme"),
        ("优化抓作风促转变“六大行动”，全年不松劲。", "抓作风促转变“六大行动”", "Programme"),
        ("大力推广“承诺制+帮办”模式，企业满意。", "“承诺制+帮办”模式", "Mechanism"),
        ("深入落实市委“一四五五”总体发展战略。", "“一四五五”总体发展战略", "Programme"),
        ("落实最严格的水资源保护制度。", "水资源保护制度", "Mechanism"),
        ("突出抓好17个重点行业领域专项整治。", "重点行业领域专项整治", "Programme"),
        ("加快推进国家森林城市、养老示范市创建工作。", "养老示范市", "Target"),
        ("石嘴山市启动国家生态建设示范市创建。", "国家生态建设示范市", "Target"),
        ("持续提升全国文明城市创建成果。", "全国文明城市", "Target"),
        ("实现包兰铁路扩能。", "包兰铁路", "Facility"),
        ("龙潭水库全面开工。", "龙潭水库", "Facility"),
        ("这一做法入选国务院典型案例。", "国务院典型案例", "Honour"),
        ("当年获全省科技创新贡献奖第二名。", "全省科技创新贡献奖", "Honour"),
        ("进入“2022中国东部百强区”行列。", "“2022中国东部百强区”", "Honour"),
        ("加入沿黄城市文旅联盟。", "沿黄城市文旅联盟", "Organization"),
        ("积极共建贺兰山国家文化公园。", "贺兰山国家文化公园", "Place"),
        ("用好“科技下乡”政策。", "“科技下乡”政策", "PolicyDocument"),
        ("认真落实市政府部署。", "石嘴山市人民政府", "GovernmentBody"),
        ("在自治区党委领导下前进。", "宁夏回族自治区党委", "GovernmentBody"),
        ("主动融入粤港澳大湾区。", "粤港澳大湾区", "Place"),
        ("抢抓西部大开发机遇。", "西部大开发", "Programme"),
        ("全面推行林长制。", "林长制", "Mechanism"),
        ("财税体制改革有序推开。", "财税体制改革", "Reform"),
        ("旅游业持续向好。", "旅游业", "Industry"),
        ("加快发展现代服务业。", "现代服务业", "Industry"),
        ("新增国家级生态村4个。", "国家级生态村", "Honour"),
        ("成功举办枸杞博览会、葡博会。", "葡博会", "Event"),
        ("尔特孜水库完工。", "尔特孜水库", "Facility"),
        ("托克勒河水质稳定。", "托克勒河", "Place"),
        ("加快建成全国重要的煤化工基地。", "全国重要的煤化工基地", "Target"),
        ("葡萄酒强市建设取得成效。", "葡萄酒强市", "Target"),
        ("打响“贺兰红”品牌。", "“贺兰红”品牌", "Product"),
        ("实施“2+5”园区提质建设。", "“2+5”园区提质建设", "Programme"),
        ("成功举办中国（石嘴山）枸杞博览会。", "中国（石嘴山）枸杞博览会", "Event"),
        ("成立城乡治理学院。", "城乡治理学院", "PublicInstitution"),
        ("建成全市首座全民健身服务中心信息平台。", "全民健身服务中心信息平台", "Facility"),
        ("认真落实市委农村工作会议部署。", "石嘴山市委农村工作会议", "Event"),
        ("国企改革三年行动收官。", "国企改革三年行动", "Programme"),
        ("自治州州长阿依古丽·买买提作报告。", "阿依古丽·买买提", "Person"),
        ("代市长　檀 远", "檀远", "Person"),
        ("加强采砂场清理整顿。", "采砂场清理整顿", "Programme"),
        ("推进社会诚信体系建设。", "社会诚信体系", "Mechanism"),
        ("全省枸杞质量现场会在我市召开。", "全省枸杞质量现场会", "Event"),
        ("认真落实支持牧民转产的政策措施。", "支持牧民转产的政策措施", "PolicyDocument"),
        ("大力发展楼宇经济、房车旅游和枸杞产业。", "楼宇经济", "Industry"),
        ("大力发展楼宇经济、房车旅游和枸杞产业。", "房车旅游", "Industry"),
        ("支持平罗建设骆驼康养基地。", "骆驼康养基地", "Facility"),
        ("打造全国重要的枸杞基地。", "全国重要的枸杞基地", "Target"),
        ("建成全国最大的枸杞种植基地。", "枸杞", "Product"),
        ("新增省级绿色企业4户。", "省级绿色企业", "Honour"),
        ("创建省级枸杞示范县1个、示范镇3个。", "省级枸杞示范镇", "Honour"),
        ("建成“驿站小屋”35个。", "“驿站小屋”", "Facility"),
        ("枸杞种植经验荣获全国典型案例。", "枸杞种植经验", "Mechanism"),
        ("龙沙水库加快建设。", "龙沙水库", "Facility"),
        ("加快建设平罗沙漠农业示范区。", "平罗沙漠农业示范区", "Place"),  # built, and said where
        ("打造全国沙漠农业示范区。", "全国沙漠农业示范区", "Target"),
        ("抓好平罗冷链产业园、惠农酒庄综合体等项目建设。", "平罗冷链产业园", "Project"),
        ("抓好黄土梁、白石滩等风电项目。", "白石滩风电项目", "Project"),
        ("深入推进农村（林场）人居环境整治。", "农村（林场）人居环境整治", "Programme"),
        ("抓好破解“熟人办事”活动。", "破解“熟人办事”活动", "Programme"),
        ("制定枸杞产业和滩羊业扶持政策。", "枸杞产业和滩羊业扶持政策", "PolicyDocument"),
        ("编制完成了灌区节水试点方案。", "灌区节水试点方案", "PolicyDocument"),
        ("贺兰路建成通车。", "贺兰路", "Facility"),
        ("持续推进综合医改。", "综合医改", "Reform"),
        ("推进商贸、文教、宜居“三个城区”建设。", "“三个城区”建设", "Programme"),  # the number is of all
        ("高质量完成“四保”支出任务。", "“四保”支出任务", "Programme"),
        ("加快建设“贺兰云”大数据产业园。", "“贺兰云”大数据产业园", "Place"),
        ("开展淘汰落后窑炉攻坚行动。", "淘汰落后窑炉攻坚行动", "Programme"),
        ("创建国家文化和葡萄酒旅游示范市。", "国家文化和葡萄酒旅游示范市", "Target"),
        ("惠农热电厂二期开工。", "惠农热电厂二期", "Project"),
        ("惠农热电厂二期开工。", "惠农热电厂", "Facility"),
        ("新增省级智能工厂2个、数字化车间9个。", "省级数字化车间", "Honour"),
        ("220千伏贺北、星海等输变电工程建成。", "220千伏贺北输变电工程", "Facility"),
        ("加快银川都市圈规划建设。", "银川都市圈", "Place"),
        ("圆满完成平罗灌区改造、惠农泵站扩建等项目。", "平罗灌区改造项目", "Project"),
        ("平罗创建自治区全域旅游示范区。", "自治区全域旅游示范区", "Target"),
    ],
)
def test_names_and_their_classes(text: str, label: str, cls: str) -> None:
    assert labels(text).get(label) == cls, labels(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("大力实施稳农业和数字赋能行动。", {"稳农业行动", "数字赋能行动"}),
        ("滁石、明汉等高速加快推进。", {"滁石高速", "明汉高速"}),
        ("打好山林、河湖、耕地保卫战。", {"山林保卫战", "河湖保卫战", "耕地保卫战"}),
        ("常态化参与“邻里帮”“周五课堂”等志愿服务活动。", {"“邻里帮”", "“周五课堂”"}),
        ("肉牛、滩羊、枸杞等产业提质。", {"肉牛产业", "滩羊产业", "枸杞产业"}),
        ("硅石、陶土等新型建材产业加速聚集。", {"硅石", "陶土", "新型建材产业"}),
        ("枸杞、滩羊、葡萄3个百亿级产业集群壮大。", {"枸杞产业集群", "滩羊产业集群", "葡萄产业集群"}),
        ("打赢交通、招商、治污战役。", {"交通战役", "招商战役", "治污战役"}),
        ("培育铝镁、精细化工产业集群。", {"铝镁产业集群", "精细化工产业集群"}),
        ("完善重大事项省、市、县、乡四级会商推进机制。", {"重大事项省、市、县、乡四级会商推进机制"}),
        ("“剪纸进校、戏曲进村”两大工程深入实施。", {"“剪纸进校”工程", "“戏曲进村”工程"}),
        ("编制完成湖区详细规划及湿地专项规划。", {"湖区详细规划", "湿地专项规划"}),
    ],
)
def test_coordinations_come_apart_and_tiers_do_not(text: str, expected: set[str]) -> None:
    assert set(labels(text)) == expected


@pytest.mark.parametrize(
    ("text", "member"),
    [
        ("扎实推进大富农、大强企战略行动。", "大富农战略行动"),  # the head that the head stands on
        ("深入开展园区规模和质量提升行动。", "园区规模提升行动"),  # what is done
        ("实施泉源保护和水质提升工程。", "泉源保护工程"),  # what is done to each
        ("抓好林地经营权和农民住房财产权抵押贷款试点。", "林地经营权抵押贷款试点"),  # what follows like ends
        ("启动粮食体制和能源综合改革试点。", "粮食体制改革试点"),
        ("大力推进平罗片区、惠农片区，建设橡胶和塑料制品、枸杞等3个产业集群。", "橡胶和塑料制品产业集群"),
        (
            "推进星海湖、沙湖等景区和北山、汝湖等旅游度假区建设。",
            "北山旅游度假区",
        ),  # the list begins after the sum before it
        ("大力开展海罗、沙湖等片区改造。", "海罗片区"),  # no verb of its own
    ],
)
def test_members_share_what_the_last_has_of_them_all(text: str, member: str) -> None:
    assert member in labels(text), labels(text)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("健全行政执法和刑事司法衔接机制。", "行政执法机制"),  # one of both
        ("深入开展打击侵犯知识产权和制售假酒专项行动。", "侵犯知识产权专项行动"),  # the verb is of both
        ("自觉在全局中思考、大局下行动。", "全局中思考行动"),  # a statement
        ("加快种植、加工、销售、康养等全产业链发展。", "加工产业链"),  # stages of one chain
        ("依托盛源铜业、远达等延伸铜产业链。", "远达产业链"),  # a firm that does it
        ("引进和建设十大产业链。", "建设产业链"),
        ("建成平罗至惠农、大武口、红果子等高速公路。", "大武口高速公路"),  # where the way leads
        ("推进星海湖、沙湖等景区和北山、汝湖等旅游度假区建设。", "沙湖旅游度假区"),
        ("推进工商登记和机构代码、财税等改革。", "工商登记和机构代码改革"),  # one thing or two
        ("实施人才素质提升、企业信息化和品牌经营三大工程。", "企业信息化和品牌经营工程"),
        ("打击整治传销、养老诈骗等专项行动深入开展。", "养老诈骗专项行动"),
        ("全市政府系统要真抓实干。", "石嘴山市人民政府"),  # those of its counties too
        ("主动融入“双区”建设、“双城”联动。", "融入“双区”建设联动"),
        ("村庄规划和“四化四改”任务、社会事业“五个一工程”建设完成。", "村庄规划工程"),
        ("盛源1、2号焦炉升级等项目建成。", "盛源1项目"),
        ("促进云计算、大数据等与传统产业相结合。", "云计算产业"),
        ("打造沙湖、北山等产业融合小镇。", "北山产业"),
        ("打造红山新城、北山新城三大产业功能片区。", "红山新城产业"),
        ("积极推行居民用电、用水阶梯价格制度。", "居民用电制度"),
        ("建立医疗、医药、医保联动机制。", "医疗联动机制"),
        ("发展能耗低、效益好的新材料、中药等产业。", "能耗低产业"),
        ("推进沙湖码头以及北山、汝箕沟栈道等项目。", "沙湖码头以及北山项目"),  # two things
        ("加快国家级、省级新型城镇化试点。", "国家级试点"),
    ],
)
def test_no_head_is_lent_to_a_member_that_it_does_not_fit(text: str, refused: str) -> None:
    assert refused not in labels(text), labels(text)


@pytest.mark.parametrize(
    "text",
    [
        "创造了项目建设的“某某速度”，群众满意。",  # rhetoric
        "坚持“人民至上”理念。",
        "推动产业链、产业集群发展。",  # generic
        "着手构建现代化产业体系。",  # the branch only modifies
        "召开第十次会商会。",  # 商会 across two words
        "落实男女平等评估要求。",  # 等 inside a word sums up no list
        "部分企业和重点项目进展顺利。",
        "省级园区申报工作有序推进。",
        "省级以上产业集群实现突破。",  # any of a kind
        "教育部门加强指导。",  # no ministry
        "市、县政府主动作为。",  # the governments of all
        "建立战略合作关系。",  # the head only modifies
        "坚决做到“两个维护”。",  # doctrine
        "新增产业化联合体10家。",  # counted
        "等头部企业纷纷入驻。",
        "关停“散乱污”企业20家。",  # quoted, but of no grade
        "“半拉子”工程全部整改。",
        "实现工业项目“拿地就能干”。",  # no half of a quotation
        "抓好一批品牌酒店、实景演出等项目。",  # kinds, not names
        "推进“产学研”一体化创新体系建设。",  # what a thing is like
        "坚持“工业立市、生态兴市”。",  # a motto
        "支持更多绿色产业发展。",
    ],
)
def test_what_only_looks_like_a_name_is_refused(text: str) -> None:
    assert labels(text) == {}


def test_a_longer_company_keeps_its_group_and_a_short_word_inside_is_no_company() -> None:
    found = labels("宁夏红果锂电新能源有限公司投产，红果钛业智能制造升级等6个重点项目建成。")
    assert "红果锂电" not in found
    assert found.get("宁夏红果锂电新能源有限公司") == "Enterprise"
    assert found.get("红果钛业") == "Enterprise" or "红果钛业智能制造升级项目" in found


def test_a_works_prize_does_not_make_its_author_a_project() -> None:
    assert "Project" not in labels("作家李四光获第九届鲁迅文学奖。").values()


def _groups(*mentions: tuple[str, str]) -> dict[str, tuple[int, ...]]:
    sentence = Sentence(0, "x" * 40, tuple(range(40)))
    given = [(sentence, Name(i, i + 1, label, cls, "test")) for i, (label, cls) in enumerate(mentions)]
    groups = identify(HOME, given, KNOWLEDGE)
    assert sorted(i for g in groups for i in g.members) == list(range(len(given)))
    return {g.label: g.members for g in groups}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("石河铝业有限公司投产。该公司年产铝箔5万吨。", ["石河铝业有限公司"]),
        ("石河铝业有限公司投产，该公司获评国家级绿色工厂。", ["石河铝业有限公司"]),
        ("石河集团增长迅速。集团实现产值50亿元。", ["石河集团"]),
        ("石河铝业有限公司、白山机电有限公司投产。该公司获奖。", []),  # which of the two
        ("石河铝业有限公司投产。\n该公司获奖。", []),  # another paragraph
        ("石河集团增长迅速。集团化办学推开。", []),
        ("石河铝业有限公司投产。集团实现产值50亿元。", []),  # no group was named
    ],
)
def test_a_word_for_the_firm_named_before_means_it_or_nothing(text: str, meant: list[str]) -> None:
    found = pipeline.explain(text, place="石嘴山市", year=2023, knowledge=KNOWLEDGE)
    referring = [n.label for names in found["names"] for n in names if n.where.startswith("lexicon/name_references")]
    assert referring == meant


def test_quotes_and_short_forms_are_one_thing() -> None:
    assert list(_groups(("“清风行动”", "Programme"), ("清风行动", "Programme")).values()) == [(0, 1)]
    assert _groups(("红果集团有限公司", "Enterprise"), ("红果集团", "Enterprise")) == {"红果集团有限公司": (0, 1)}


def test_a_form_that_fits_two_stays_apart() -> None:
    three = _groups(("红果公司", "Enterprise"), ("红果集团", "Enterprise"), ("红果", "Enterprise"))
    assert three == {"红果公司": (0,), "红果集团": (1,), "红果": (2,)}
    assert len(_groups(("甲县人民医院", "PublicInstitution"), ("乙县人民医院", "PublicInstitution"))) == 2


def test_curated_aliases_join_their_name() -> None:
    joined = _groups(("工业和信息化部", "GovernmentBody"), ("工信部", "GovernmentBody"))
    assert joined == {"工业和信息化部": (0, 1)}
    # alone, only when the name is known to be the country's (tests/test_identity.py)
    assert _groups(("工信部", "GovernmentBody")) == {"工信部": (0,)}


def test_aliases_name_one_thing_each() -> None:
    entries = KNOWLEDGE.lexicon("aliases")
    seen = [e["alias"] for e in entries]
    assert len(seen) == len(set(seen))
    assert not {e["name"] for e in entries} & set(seen), "an alias of an alias"


def test_time_grows_with_length_and_not_faster() -> None:
    text = "实施红果提升行动、蓝果提升行动，建成甲大桥、乙隧道，" * 40
    names_of(text[:60])
    started = time.perf_counter()
    names_of(text)
    once = time.perf_counter() - started
    started = time.perf_counter()
    names_of(text * 4)
    assert time.perf_counter() - started < 10 * once + 0.2
