"""Makes applications.xlsx, attachments/ and summaries/ of this campaign from source/. Same input, same files.

    .venv/bin/python data_examples/jiangxi-2023/make_example.py

The projects' texts are written by hand (source/projects/); people, units, numbers and dates are made up here.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from stdnum.cn import ric

HERE = Path(__file__).parent
SEED = 2023
YEAR = 2023

# How many applications each recommender hands in, and the trades that it takes first.
CITIES = {
    "南昌市总工会": ("NC", "南昌", "360121", "0791", 27, ("auto", "electronics", "hospital")),
    "赣州市总工会": ("GZ", "赣州", "362101", "0797", 26, ("tungsten_rare_earth", "forestry_agri")),
    "九江市总工会": ("JJ", "九江", "360402", "0792", 26, ("chemistry", "textile", "water")),
    "上饶市总工会": ("SR", "上饶", "362301", "0793", 25, ("electronics", "construction")),
    "宜春市总工会": ("YC", "宜春", "362201", "0795", 26, ("pharma", "coal_mine")),
    "吉安市总工会": ("JA", "吉安", "362401", "0796", 25, ("electronics", "food")),
    "抚州市总工会": ("FZ", "抚州", "362522", "0794", 25, ("machinery", "forestry_agri")),
    "景德镇市总工会": ("JDZ", "景德镇", "360202", "0798", 21, ("ceramics", "aviation")),
    "新余市总工会": ("XY", "新余", "360502", "0790", 20, ("steel", "cement")),
    "鹰潭市总工会": ("YT", "鹰潭", "360602", "0701", 20, ("copper", "machinery")),
    "萍乡市总工会": ("PX", "萍乡", "360302", "0799", 20, ("coal_mine", "ceramics", "cement")),
    "赣江新区工会联合会": ("GJ", "昌北", "360122", "0791", 6, ("pharma", "electronics")),
}
UNIONS = {
    "江西省冶金产业工会": ("YJ", "赣西", "360502", "0790", 6, ("steel",)),
    "江西省电力产业工会": ("DL", "赣中", "360121", "0791", 8, ("power_grid", "power_plant")),
    "江西省铁路产业工会": ("TL", "赣东", "360602", "0701", 6, ("rail",)),
    "江西省邮政通信产业工会": ("YD", "赣南", "362101", "0797", 6, ("post", "telecom")),
    "江西省医疗卫生产业工会": ("WS", "赣北", "360402", "0792", 6, ("hospital",)),
    "江西省直属赣水工程工会": ("GS", "赣水", "360121", "0791", 4, ("water",)),
}
RECOMMENDERS = UNIONS | CITIES  # unions choose their trades' projects first
LEAST_NON_PUBLIC_SHARE = 0.24
TIERS = (("一等优秀成果", 10), ("二等优秀成果", 30), ("三等优秀成果", 60))
MOBILE_PREFIXES = ("136", "138", "139", "150", "158", "177", "186", "189")

People = dict[str, Any]


def main() -> None:
    """Write everything beside this script."""
    from examples_files import write_attachments, write_summaries, write_workbook

    luck = random.Random(SEED)
    people: People = yaml.safe_load((HERE / "source/people.yaml").read_text(encoding="utf-8"))
    applications = [_application(*one, people, luck) for one in _assigned(_projects(), luck)]
    order = {name: place for place, name in enumerate([*CITIES, *UNIONS])}
    applications.sort(key=lambda one: (order[one["recommender"]], one["number"]))
    _award(applications, luck)
    write_attachments(HERE / "attachments", applications)
    write_summaries(HERE / "summaries", applications, {name: place[1] for name, place in CITIES.items()})
    write_workbook(HERE / "applications.xlsx", applications)
    print(f"{len(applications)} applications")  # noqa: T201 - the one line this script says


def _projects() -> dict[str, list[dict[str, str]]]:
    files = sorted((HERE / "source/projects").glob("*.yaml"))
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in files}


def _assigned(
    projects: dict[str, list[dict[str, str]]], luck: random.Random
) -> Iterator[tuple[str, int, str, dict[str, str], bool]]:
    """Recommender, place in its list, trade, project, non-public: every recommender its own trades first."""
    left = {trade: list(some) for trade, some in projects.items()}
    for name, (_, _, _, _, count, trades) in RECOMMENDERS.items():
        chosen: list[tuple[str, dict[str, str]]] = []
        for trade in trades:
            share = count if name in UNIONS else count // (len(trades) + 1)
            chosen += [(trade, left[trade].pop(0)) for _ in range(min(share, len(left[trade]), count - len(chosen)))]
        while len(chosen) < count:
            trade = max(left, key=lambda one: (len(left[one]), one))
            chosen.append((trade, left[trade].pop(0)))
        private = luck.sample(range(count), round(count * LEAST_NON_PUBLIC_SHARE + luck.random() * count * 0.3))
        for place, (trade, project) in enumerate(chosen):
            yield name, place, trade, project, name in CITIES and place in private


def _application(
    recommender: str,
    place: int,
    trade: str,
    project: dict[str, str],
    private: bool,
    people: People,
    luck: random.Random,
) -> dict[str, Any]:
    code, town, region, area, _, _ = RECOMMENDERS[recommender]
    unit = _unit(town, trade, private, people, luck)
    sex = luck.choice("男男男女" if trade != "hospital" else "男女女女")
    lead = _name(sex, people, luck)
    applied = date(YEAR, 7, 24) + timedelta(days=luck.randrange(23))
    texts = {key: value.strip() for key, value in project.items() if key != "post"}
    return (
        texts
        | _patent(luck, project["category"])
        | {
            "number": f"{code}-{place + 1:03d}",
            "recommender": recommender,
            "non_public": "是" if private else "否",
            "unit": unit,
            "completed_on": date(2020, 10, 1) + timedelta(days=luck.randrange(950)) if luck.random() < 0.7 else None,
            "lead_name": lead,
            "lead_sex": sex,
            "lead_title": luck.choice(people["completer_titles"]),
            "lead_phone": _mobile(luck) if luck.random() < 0.85 else _landline(area, luck),
            "lead_id_number": _id_number(region, sex, luck),
            "lead_post": project["post"],
            "lead_address": f"江西省{town}市{luck.choice(people['roads'])}{luck.randrange(2, 399)}号"
            if recommender in CITIES
            else f"江西省{town}工业园{luck.choice(people['roads'])}{luck.randrange(2, 399)}号",
            "contact_name": _name(luck.choice("男女"), people, luck),
            "contact_phone": _landline(area, luck) if luck.random() < 0.6 else _mobile(luck),
            "applied_on": applied,
            "attachments": "",
            "completers": _completers(unit, lead, people, luck),
            "trade": trade,
        }
    )


def _unit(town: str, trade: str, private: bool, people: People, luck: random.Random) -> str:
    public_ending, private_ending = people["trades"][trade]
    if private:
        return f"江西{luck.choice(people['brands'])}{private_ending}"
    return f"{town}{luck.choice(people['brands'])}{public_ending}"


def _name(sex: str, people: People, luck: random.Random) -> str:
    """A name of two to four characters, now and then rare or with a dot."""
    if luck.random() < 0.006:
        return str(luck.choice(people["dotted_names"]))
    surname = luck.choice(people["double_surnames"]) if luck.random() < 0.02 else luck.choice(people["surnames"])
    if luck.random() < 0.05:
        return f"{surname}{luck.choice(people['rare_given'])[:2]}"
    letters = people["given_men" if sex == "男" else "given_women"]
    start = luck.randrange(0, len(letters) - 1, 2)
    given = letters[start : start + 2] if luck.random() < 0.75 else luck.choice(letters)
    return f"{surname}{given}"


def _completers(unit: str, lead: str, people: People, luck: random.Random) -> list[dict[str, str]]:
    used, made = {lead}, []
    for _ in range(luck.choice((0, 1, 2, 2, 3, 3, 4, 5))):
        sex = luck.choice("男男女")
        name = _name(sex, people, luck)
        if name in used:
            continue
        used.add(name)
        post, title = luck.choice(people["completer_posts"]), luck.choice(people["completer_titles"])
        made.append({"name": name, "sex": sex, "post": post, "title": title, "unit": unit})
    return made


def _mobile(luck: random.Random) -> str:
    """A mobile number with 0000 in the middle, so that it is seen to be invented."""
    return f"{luck.choice(MOBILE_PREFIXES)}0000{luck.randrange(10000):04d}"


def _landline(area: str, luck: random.Random) -> str:
    return f"{area}-{'8800' if len(area) == 4 else '880'}{luck.randrange(1000):03d}{luck.randrange(10)}"


def _id_number(region: str, sex: str, luck: random.Random) -> str:
    """A number that is right in all its parts; the county had that code when the bearer was born."""
    while True:
        born = date(1965, 1, 1) + timedelta(days=luck.randrange(33 * 365))
        serial = luck.randrange(0, 900, 2) + (1 if sex == "男" else 0)
        digits = f"{region}{born:%Y%m%d}{serial:03d}"
        number = digits + str(ric.calc_check_digit(digits + "0"))
        if ric.is_valid(number):
            return number


def _patent(luck: random.Random, category: str) -> dict[str, Any]:
    """Forms, status, number and date that agree with each other; suggestions have no patent."""
    status = "未申请" if category == "小建议" else luck.choice(("未申请", "未申请", "正在申请", "已授权", "已授权"))
    empty = {"patent_forms": "", "patent_status": status, "patent_number": "", "patent_date": None}
    if status == "未申请":
        return empty
    forms = ("发明专利", "实用新型专利", "外观设计专利", "软件著作权")
    first = luck.choice((0, 1, 1, 1, 2, 3))
    chosen = [forms[first]] + ([forms[1]] if first == 0 and luck.random() < 0.4 else [])
    empty["patent_forms"] = "、".join(chosen)
    if status == "正在申请":
        return empty
    granted = date(2020, 11, 3) + timedelta(days=luck.randrange(900))
    return empty | {"patent_number": _patent_number(first, granted.year - 1, luck), "patent_date": granted}


def _patent_number(form: int, year: int, luck: random.Random) -> str:
    if form == 3:
        return f"{year + 1}SR{luck.randrange(10**6):07d}"
    digits = f"{year}{form + 1}0{luck.randrange(10**6):06d}"
    check = "0123456789X"[
        sum(int(d) * w for d, w in zip(digits, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True)) % 11
    ]
    return f"ZL{digits}.{check}"


def _award(applications: list[dict[str, Any]], luck: random.Random) -> None:
    """Choose the winners and number their certificates from 1."""
    winners = luck.sample(applications, sum(count for _, count in TIERS))
    serial = 0
    for tier, count in TIERS:
        for winner in winners[serial : serial + count]:
            serial += 1
            winner["award"] = {"tier": tier, "serial": serial}


if __name__ == "__main__":
    main()
