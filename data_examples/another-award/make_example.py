"""Makes applications/, attachments/ and summaries/ of this campaign from source/. Same input, same files.

    .venv/bin/python data_examples/another-award/make_example.py

The projects' texts are written by hand (source/projects-*.yaml); people, numbers and dates are made up here.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from stdnum.cn import ric

HERE = Path(__file__).parent
SEED = 2024
YEAR = 2024

# By the code that numbers begin with: recommender, town, county of ID numbers, telephone area.
RECOMMENDERS = {
    "GY": ("贵阳市总工会", "贵阳市", "522522", "0851"),
    "ZY": ("遵义市总工会", "遵义市", "522121", "0851"),
    "LPS": ("六盘水市总工会", "六盘水市", "520203", "0858"),
    "AS": ("安顺市总工会", "安顺市", "522501", "0851"),
    "BJ": ("毕节市总工会", "毕节市", "522422", "0857"),
    "TR": ("铜仁市总工会", "铜仁市", "522224", "0856"),
    "QDN": ("黔东南苗族侗族自治州总工会", "凯里市", "522622", "0855"),
    "QN": ("黔南布依族苗族自治州总工会", "都匀市", "522701", "0854"),
    "QXN": ("黔西南布依族苗族自治州总工会", "兴义市", "522323", "0859"),
    "GA": ("贵安新区总工会", "贵阳市", "522526", "0851"),
    "NH": ("贵州省能源化工产业工会", "清镇市", "522523", "0851"),
    "JT": ("贵州省交通邮电产业工会", "贵阳市", "522522", "0851"),
    "GF": ("贵州省国防科技产业工会", "贵阳市", "522524", "0851"),
    "WJ": ("贵州乌江源水电集团工会", "遵义市", "522121", "0851"),
}
IN_YAML = ("AS", "GA", "GF", "WJ")  # the others hand in workbooks
TIERS = {
    "特等奖": "GF-001 GY-005",
    "一等奖": "GY-002 ZY-005 QN-001 WJ-001",
    "二等奖": "GY-001 ZY-003 LPS-001 AS-001 BJ-003 TR-002 GA-001 NH-003",
    "三等奖": "GY-003 ZY-001 ZY-004 LPS-002 BJ-001 TR-001 QDN-001 QN-002 JT-001 GF-002",
}
COMPLETERS = {"GY-005": 8, "AS-003": 0}  # the most and the fewest; the rest as luck has it
RARE_LEADS = ("ZY-001", "TR-002", "QXN-001", "GF-001")
MOBILE_PREFIXES = ("136", "138", "139", "150", "158", "177", "186", "189")
PARTIES = ("中共党员", "中共党员", "中共党员", "群众", "群众", "群众", "共青团员", "中共预备党员", "民主党派")
FIRST_USED = re.compile(r"(20\d\d)年(\d+)月")

Values = dict[str, Any]


def main() -> None:
    """Write everything beside this script."""
    from examples_files import write_applications, write_attachments, write_summaries

    luck = random.Random(SEED)
    people: Values = yaml.safe_load((HERE / "source/people.yaml").read_text(encoding="utf-8"))
    rare = dict(zip(RARE_LEADS, people["rare_names"], strict=True))
    used: set[str] = set()
    applications = [
        _application(code, place, project, rare, used, people, luck) for code, place, project in _projects()
    ]
    _award(applications)
    write_attachments(HERE / "attachments", applications)
    write_summaries(HERE / "summaries", applications)
    write_applications(HERE / "applications", applications)
    print(f"{len(applications)} applications")  # noqa: T201 - the one line this script says


def _projects() -> Iterator[tuple[str, int, Values]]:
    for path in sorted((HERE / "source").glob("projects-*.yaml")):
        for code, projects in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            for place, project in enumerate(projects, start=1):
                yield code, place, project


def _application(
    code: str, place: int, project: Values, rare: Values, used: set[str], people: Values, luck: random.Random
) -> Values:
    recommender, town, county, area = RECOMMENDERS[code]
    number = f"{code}-{place:03d}"
    sex = luck.choice("男男男女") if project["discipline"] != "医疗卫生" else "女"
    name = _name(sex, used, people, luck)
    if number in rare:
        name, sex = rare[number]["name"], rare[number]["sex"]
    born = date(1966, 1, 1) + timedelta(days=luck.randrange(28 * 365))
    completed = _completed(project, luck)
    rights = project["ip"].split("、")
    trade = people[_trade(project, luck)]
    texts = ("name", "category", "discipline", "unit", "unit_nature", "staff", "brief", "background", "technology")
    return (
        {key: project[key] for key in (*texts, "innovation", "application", "effect", "invested")}
        | {
            "number": number,
            "code": code,
            "recommender": recommender,
            "yearly_gain": project["gain"],
            "non_public": "是" if project["non_public"] else "否",
            "started_on": completed - timedelta(days=luck.randrange(240, 800)),
            "completed_on": completed,
            "rights": "、".join(rights),
            "main_right": _right_number(rights, completed.year, luck),
            "first_time": "否" if luck.random() < 0.2 else "是",
            "keywords": project["keywords"].replace("、", "；"),
            "lead_name": name,
            "lead_sex": sex,
            "lead_nation": "彝族" if "·" in name else luck.choice(people["nations"]),
            "lead_born_on": born,
            "lead_education": luck.choice(trade["educations"]),
            "lead_party": luck.choice([party for party in PARTIES if party != "共青团员"]),  # none of them is so young
            "lead_title": luck.choice(trade["titles"]),
            "lead_post": project["post"],
            "lead_id_number": _id_number(county, born, sex, luck),
            "lead_phone": _mobile(luck),
            "lead_address": f"贵州省{town}{luck.choice(people['roads'])}{luck.randrange(2, 399)}号",
            "contact_name": _name(luck.choice("男女"), used, people, luck),
            "contact_phone": f"{area}-8800{luck.randrange(10000):04d}"[: 13 if area == "0851" else 12],
            "applied_on": date(YEAR, 3, 20) + timedelta(days=luck.randrange(70)),
            "completers": _completers(number, project, used, people, luck),
        }
    )


def _completed(project: Values, luck: random.Random) -> date:
    """A day in the month before the text says that it was first used, or one that would do."""
    if found := FIRST_USED.search(project["application"]):
        return date(int(found[1]), int(found[2]), 1) - timedelta(days=luck.randrange(1, 28))
    return date(2020, 9, 1) + timedelta(days=luck.randrange(540))


def _name(sex: str, used: set[str], people: Values, luck: random.Random) -> str:
    """A name that nobody else of the campaign has."""
    while True:
        name = luck.choice(people["surnames"]) + luck.choice(people["given_men" if sex == "男" else "given_women"])
        if name not in used:
            used.add(name)
            return str(name)


def _trade(project: Values, luck: random.Random) -> str:
    """Whose posts, educations and titles somebody of the project has."""
    return "nurses" if project["discipline"] == "医疗卫生" else luck.choice(("workers", "workers", "engineers"))


def _completers(number: str, project: Values, used: set[str], people: Values, luck: random.Random) -> list[Values]:
    made = []
    for place in range(COMPLETERS.get(number, luck.choice((1, 2, 3, 3, 4, 4, 5, 6, 7)))):
        sex, trade = luck.choice("男男女"), people[_trade(project, luck)]
        made.append(
            {
                "name": _name(sex, used, people, luck),
                "sex": sex,
                "education": luck.choice(trade["educations"]),
                "party": luck.choice(PARTIES),
                "title": luck.choice(trade["titles"]),
                "post": luck.choice(trade["posts"]),
                "unit": project["unit"],
                "contribution": people["contributions"][(place + len(number)) % len(people["contributions"])],
            }
        )
    return made


def _mobile(luck: random.Random) -> str:
    """A mobile number with 0000 in the middle, so that it is seen to be invented."""
    return f"{luck.choice(MOBILE_PREFIXES)}0000{luck.randrange(10000):04d}"


def _id_number(county: str, born: date, sex: str, luck: random.Random) -> str:
    """A number that is right in all its parts; the county had that code when the bearer was born."""
    digits = f"{county}{born:%Y%m%d}{luck.randrange(0, 900, 2) + (1 if sex == '男' else 0):03d}"
    number = digits + str(ric.calc_check_digit(digits + "0"))
    assert ric.is_valid(number), number
    return number


def _right_number(rights: list[str], year: int, luck: random.Random) -> str:
    """The number of the first right that has one, its check digit right; empty where none has."""
    forms = ("发明专利", "实用新型专利", "外观设计专利")
    if form := next((place for place, one in enumerate(forms, start=1) if one in rights), 0):
        digits = f"{year - 1}{form}0{luck.randrange(10**6):06d}"
        weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
        check = "0123456789X"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]
        return f"ZL{digits}.{check}"
    return f"{year}SR{luck.randrange(10**6):07d}" if "软件著作权" in rights else ""


def _award(applications: list[Values]) -> None:
    """Number the winners' certificates from 1, tier by tier."""
    by_number = {one["number"]: one for one in applications}
    winners = [(tier, number) for tier, numbers in TIERS.items() for number in numbers.split()]
    for serial, (tier, number) in enumerate(winners, start=1):
        by_number[number]["award"] = {"tier": tier, "serial": serial}


if __name__ == "__main__":
    main()
