"""Work summaries (工作总结) of the city unions: five ways of telling, and what each city has of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from source.city_facts import FACTS, CityFacts

Application = dict[str, Any]


@dataclass(frozen=True)
class _Figures:
    """What the city's own applications say, ready for a sentence."""

    name: str
    count: int
    private: int
    share: str
    units: int
    people: int
    patents: int
    categories: str
    trades: str
    first: str
    second: str
    third: str


def report(place: int, name: str, own: Sequence[Application], categories: Mapping[str, int]) -> list[str]:
    """The paragraphs of one city's summary; neighbours in the list are told in different ways."""
    told = (_by_steps, _by_results, _by_experience, _by_whole_course, _by_questions)[place % 5]
    return told(_figures(name, own, categories), FACTS[name])


def _figures(name: str, own: Sequence[Application], categories: Mapping[str, int]) -> _Figures:
    private = sum(one["non_public"] == "是" for one in own)
    order = ("小发明", "小创造", "小革新", "小设计", "小建议")
    trades = [trade for trade, _ in Counter(one["industry"] for one in own).most_common(4)]
    shown = [f"“{one['name']}”" for one in sorted(own, key=lambda one: (len(one["name"]), one["name"]))[2:9:3]]
    return _Figures(
        name=name,
        count=len(own),
        private=private,
        share=f"{private * 100 / len(own):.1f}%",
        units=len({one["unit"] for one in own}),
        people=sum(1 + len(one["completers"]) for one in own),
        patents=sum(one["patent_status"] == "已授权" for one in own),
        categories="、".join(f"{kind}{categories[kind]}项" for kind in order if categories.get(kind)),
        trades="、".join(trades),
        first=shown[0],
        second=shown[1] if len(shown) > 1 else shown[0],
        third=shown[-1],
    )


def _by_steps(f: _Figures, city: CityFacts) -> list[str]:
    """Told along the work: mobilising, digging out, checking, using."""
    return [
        f"按照省总工会的通知要求，{f.name}把“五小”活动作为产业工人队伍建设改革的一项基础工作，{city.background}"
        f"经逐级评选，共择优推荐成果{f.count}项。现将有关情况总结如下。",
        f"一、广泛发动，让一线职工知道、愿意、能够参加。{city.mobilising}通知下发后三天内转发到所有县（市、区）总工会和直属企业工会，"
        "并附上简明的问答，把“什么算五小、谁能报、怎么报”讲清楚，打消了班组职工“搞创新是技术人员的事”的顾虑。",
        f"二、深入挖掘，把好点子变成好成果。{city.digging}此次推荐的成果来自{f.units}家单位，涉及{f.trades}等行业，"
        f"其中{f.categories}；参与完成的职工{f.people}人，全部为基层一线职工。",
        f"三、严格把关，确保真实、原创、管用。我们对照申报条件逐项核对，凡列入政府科技计划、已获省级技术创新成果奖励和非直接参与人员申报的，一律不予推荐。"
        f"{city.checking}对已授权专利的{f.patents}项成果，逐一核对了专利证书。",
        f"四、注重应用，用效益说话。{f.first}、{f.second}等成果在生产现场经过较长时间检验，降低了劳动强度，减少了浪费，也消除了安全隐患。{city.using}",
        f"非公企业是本地创新的重要力量。今年推荐的成果中，非公企业成果{f.private}项，占{f.share}，符合不少于20%的要求。{city.private}",
        f"存在的不足是：{city.weakness}下一步，我们将{city.next_step}推动“五小”活动常态化开展。",
    ]


def _by_results(f: _Figures, city: CityFacts) -> list[str]:
    """Results first, then what made them, then what is missing."""
    return [
        f"2023年“五小”活动开展以来，{f.name}坚持面向班组、面向现场、面向问题，组织动员广大职工立足岗位搞革新。{city.background}",
        f"（一）基本情况。全市共推荐成果{f.count}项，其中{f.categories}。成果出自{f.units}家单位，{f.people}名职工参与，"
        f"主要集中在{f.trades}等行业；已授权专利{f.patents}项；非公企业成果{f.private}项，占推荐总数的{f.share}。",
        f"（二）主要成效。从现场看，{f.first}解决了岗位上多年的老毛病；{f.second}投入不大、见效很快；"
        f"{f.third}则体现了职工对本岗位的熟悉和用心。{city.using}",
        f"（三）主要做法。一是层层动员。{city.mobilising}二是现场问诊。{city.digging}三是从严评审。{city.checking}"
        "评审全程留痕，结果在各推荐单位公示不少于五个工作日，没有收到异议。",
        f"（四）非公企业参与情况。{city.private}我们为缺少技术管理人员的小企业安排了劳模工匠结对帮助整理材料，一些从没有报过成果的车间今年实现了零的突破。",
        f"（五）问题和打算。{city.weakness}今后我们要{city.next_step}让更多职工的好主意看得见、用得上、推得开。",
    ]


def _by_experience(f: _Figures, city: CityFacts) -> list[str]:
    """Three pieces of experience."""
    return [
        f"{city.background}在省总工会指导下，{f.name}扎实开展职工“五小”活动，经过发动、征集、初评、公示，向省评选办公室推荐成果{f.count}项。"
        f"回顾这项工作，有以下三点体会。",
        f"第一，群众性创新要从身边的难题做起。{city.digging}职工提的题目大多很小，一把刀、一副夹具、一张表、一道工序，可正因为小，才能当年提出、当年见效。"
        f"像{f.first}，就是从班前会上的一句抱怨开始的。今年的成果里，{f.categories}，都有明确的改进前后对比。",
        f"第二，组织工作要做到车间班组。{city.mobilising}这次共有{f.units}家单位、{f.people}名职工的成果被推荐，行业覆盖{f.trades}等。"
        f"其中非公企业成果{f.private}项，占{f.share}。{city.private}",
        f"第三，评选推荐要经得起看、经得起问。{city.checking}初评既看材料也看现场，请申报人自己讲、请使用者来评，讲不清原理、拿不出数据的退回补充。"
        f"推荐成果中已有{f.patents}项取得专利授权或软件登记。",
        f"成果的生命在于应用。{city.using}{f.second}、{f.third}等已在同类岗位推广。",
        f"我们也清醒地看到，{city.weakness}下一阶段，{f.name}将{city.next_step}使“五小”活动真正成为一线职工成长成才的平台。",
    ]


def _by_whole_course(f: _Figures, city: CityFacts) -> list[str]:
    """Told along the calendar."""
    return [
        f"现将{f.name}2023年职工“五小”活动创新成果评选工作总结报告如下。",
        f"活动准备阶段。{city.background}收到省总工会通知后，我们随即成立由分管领导负责的工作小组，确定专人联系，印发方案，明确时间表，"
        "把推荐名额分解到县（市、区）和产业系统，同时留出机动名额给非公企业和小微企业工会联合会。",
        f"宣传发动阶段。{city.mobilising}据统计，发动期间各级工会共开展现场宣讲和专题培训四十余场次，职工关注度明显高于上一年度。",
        f"征集初评阶段。{city.digging}各单位报来的成果先由推荐单位自评，再由我会组织专家初评。{city.checking}",
        f"推荐上报阶段。经公示无异议，最终推荐成果{f.count}项：按类别分，{f.categories}；按单位分，来自{f.units}家企事业单位，"
        f"其中非公企业成果{f.private}项，占{f.share}；按人员分，完成人共{f.people}名。推荐成果主要分布在{f.trades}等行业，已授权专利{f.patents}项。",
        f"从成果质量看，今年有三个特点：一是紧贴现场，如{f.first}；二是投入少、见效快，如{f.second}；三是安全环保类成果增多，如{f.third}。{city.using}",
        f"从参与面看，{city.private}",
        f"对照省总工会的要求，我们的工作还有差距。{city.weakness}我们将{city.next_step}力争明年的推荐工作再上一个台阶。",
    ]


def _by_questions(f: _Figures, city: CityFacts) -> list[str]:
    """Why, how, what came of it, what next."""
    return [
        f"为什么抓：{city.background}{f.name}认为，“五小”活动门槛低、周期短、离岗位近，是把职工聪明才智引到提质增效上来的好办法，"
        "必须年年抓、抓到底，不能一阵风。",
        f"怎么发动：{city.mobilising}我们要求基层工会做到“三个不漏”，即不漏一个车间、不漏一个班组、不漏一条有价值的建议。",
        f"怎么挖掘：{city.digging}对有想法、缺条件的职工，由所在单位提供场地、材料和加工设备；对有成果、写不好材料的职工，由工会干部上门记录整理，"
        "但内容和数据一律由本人确认。",
        f"怎么把关：{city.checking}凡属大专院校、科研院所专业技术人员的成果，凡涉及技术秘密的成果，均不予受理。推荐前在本单位和我会两级公示。",
        f"成效如何：共推荐成果{f.count}项，包括{f.categories}，来自{f.units}家单位的{f.people}名职工，覆盖{f.trades}等行业。"
        f"非公企业成果{f.private}项，占{f.share}。已授权专利{f.patents}项。{f.first}、{f.second}、{f.third}等成果运行平稳，使用单位评价较好。{city.using}",
        f"非公企业怎么带：{city.private}",
        f"还差什么：{city.weakness}今后要{city.next_step}把这项受职工欢迎的工作做得更细、更实。",
    ]
