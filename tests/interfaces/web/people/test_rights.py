"""Who may do what: every route stands in the table, and a running service answers every role as the table says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from support.services import Running
from support.signed import held

from generator.campaign.errors import UsageError
from generator.interfaces.web.app import INTERFACE, PAGES, make_app
from generator.interfaces.web.front.public import public_address
from generator.interfaces.web.people.rights import ADMIN, OFFICE, TABLE, Right, judged
from generator.interfaces.web.people.who import Role
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.service import Service
from generator.interfaces.web.sessions import Sessions
from generator.interfaces.web.store.store import Store, file_id

from .conftest import FOREIGN, OTHER, OWN, Staffed

NOWHERE = "0" * 24
# All that the account of a recommender may reach besides what is open to everybody, written down once more.
OF_RECOMMENDER = {
    "GET /", "POST /logout", "GET /me", "POST /me/password", "GET /openapi.json", "GET /api/v1/info",
    "GET /api/v1/papers/{paper}", "POST /api/v1/render/{kind}",
    "GET /api/v1/schemas/{kind}.json", "GET /campaigns/{campaign}", "GET /campaigns/{campaign}/papers.zip",
    "GET /api/v1/campaigns/{campaign}/papers/{paper}", "POST /campaigns/{campaign}/arrivals",
    "POST /campaigns/{campaign}/arrivals/pieces", "GET /campaigns/{campaign}/arrivals/{arrival}/pieces",
    "POST /campaigns/{campaign}/arrivals/{arrival}/pieces/{number}",
    "POST /campaigns/{campaign}/arrivals/{arrival}/whole",
    "GET /campaigns/{campaign}/arrivals/{arrival}", "POST /campaigns/{campaign}/arrivals/{arrival}",
    "GET /campaigns/{campaign}/files/{file}", "POST /campaigns/{campaign}/files/{file}/remove",
    "GET /campaigns/{campaign}/recommenders/{recommender}",
    "GET /campaigns/{campaign}/recommenders/{recommender}/problems.xlsx",
    "GET /campaigns/{campaign}/recommenders/{recommender}/made/{build}/{file}", "GET /campaigns/{campaign}/questions",
    "POST /campaigns/{campaign}/questions",
}  # fmt: skip


def routes() -> Iterator[tuple[str, str]]:
    for module in (*INTERFACE, *PAGES):
        for route in module.router.routes:
            assert isinstance(route, APIRoute)
            for method in sorted(route.methods):
                yield method, route.path


def test_every_route_of_the_application_stands_in_the_table(tmp_path: Path) -> None:
    told = {(right.method, right.template) for right in TABLE}
    assert len(told) == len(TABLE) > 90
    found = set(routes())
    assert found - told == set()
    rest = {("GET", "/static/{rest:path}"), ("GET", "/openapi.json")}
    assert told - found <= rest
    service, store = Service(tmp_path), Store(tmp_path)
    plain = [getattr(route, "path", None) for route in make_app(service, store, Sessions(service)).routes]
    store.close()
    assert {one for one in plain if one} <= {"/openapi.json", "/static"}, "a way in beside the table"


def test_an_address_falls_under_its_own_row() -> None:
    for method, template in routes():
        path = re.sub(r"\{\w+\}", "1234567890abcdef12345678", template)
        found = judged(method, path)
        assert found is not None
        assert found.right.template == template, path
    with pytest.raises(RefusedError):
        judged("GET", "/nowhere")
    assert judged("DELETE", "/new") is None


def test_no_sub_path_of_a_proxy_begins_like_a_route() -> None:
    firsts = {one.template.split("/")[1].partition("{")[0] for one in TABLE} - {""}
    for first in firsts:
        with pytest.raises(UsageError, match=first):
            public_address(f"https://oa.example/{first}")


def test_what_a_recommender_may_is_what_was_written_down() -> None:
    found = {f"{one.method} {one.template}" for one in TABLE if Role.RECOMMENDER in one.roles and not one.is_open}
    assert found == OF_RECOMMENDER
    assert all(one.roles == ADMIN for one in TABLE if one.template.startswith(("/accounts", "/actions")))
    assert all(one.roles >= OFFICE for one in TABLE if "campaign" in one.template)


def code(service: Running, method: str, path: str) -> tuple[int, bytes]:
    body = b"{}" if method == "POST" else b""
    answer = service.ask(method, path, body, Content_Type="application/json", Origin=service.address)
    return answer.status, answer.body


def filled(template: str, **known: str) -> str:
    known = {
        "paper": "form1.pdf",
        "number": "1",
        "which": "after",
        "page": "1",
        "ending": "pdf",
        "kind": "form1",
    } | known
    path = re.sub(r"\{(\w+)(:path)?\}", lambda found: known.get(found[1], NOWHERE), template)
    return path.replace("{", "").replace("}", "")


def closed() -> list[Right]:
    return [one for one in TABLE if not one.is_open and one.template != "/logout"]


def test_documents_by_the_settings_of_a_campaign_are_for_who_is_listed_there(staffed: Staffed) -> None:
    for campaign, status in ((staffed.campaign, 200), (staffed.foreign, 404)):
        assert staffed.own.ask("GET", f"/api/v1/schemas/form1.json?campaign={campaign}").status == status
        order = json.dumps({"campaign": campaign, "format": "docx"}).encode()
        headers = {"Content_Type": "application/json", "Origin": staffed.own.address}
        assert staffed.own.ask("POST", "/api/v1/render/notice", order, **headers).status == status


def test_nobody_who_is_signed_out_gets_anything(staffed: Staffed) -> None:
    asked = 0
    for right in closed():
        for campaign in (staffed.campaign, NOWHERE):
            status, body = code(staffed.out, right.method, filled(right.template, campaign=campaign))
            assert status == 401, right
            assert not [word for word in FOREIGN if word in body.decode()], right
            asked += 1
    assert asked > 150
    for path in ("/", staffed.here, "/api/v1/campaigns"):
        assert staffed.alone.ask("GET", path).status == 401, "the printed link opens nothing any more"
    assert staffed.alone.ask("GET", f"/start?token={staffed.alone.token}", Authorization="").status == 401


def own_names(staffed: Staffed) -> dict[str, str]:
    files = staffed.office.ask("GET", f"/api/v1{staffed.here}/builds/{staffed.build}/files").json
    made = next(one["id"] for one in files if one["document"] == "form1" and OWN in one["path"])
    return {
        "campaign": staffed.campaign, "recommender": file_id(OWN), "build": staffed.build, "file": made,
    }  # fmt: skip


def foreign_names(staffed: Staffed) -> list[dict[str, str]]:
    """What an account of OWN is not to see: of another recommender, of another campaign."""
    own, files = (
        own_names(staffed),
        staffed.office.ask("GET", f"/api/v1{staffed.here}/builds/{staffed.build}/files").json,
    )
    made = next(one["id"] for one in files if one["document"] == "form1" and OTHER in one["path"])
    attachment = file_id("attachments/赣州证书原件.pdf")
    return [
        own | {"recommender": file_id(OTHER), "file": attachment, "arrival": waiting(staffed)},
        own | {"recommender": file_id(OTHER), "file": made},
        own | {"file": made},
        own | {"file": file_id("campaign.yaml")},
        own | {"campaign": staffed.foreign},
        own | {"campaign": staffed.foreign, "file": attachment, "recommender": file_id(OTHER)},
    ]


def waiting(staffed: Staffed) -> str:
    """An upload of the other recommender that waits for somebody."""
    announced = {"files": [{"path": "x.pdf", "bytes": 5}]}
    answer = staffed.other.send(f"{staffed.here}/arrivals/pieces", announced)
    assert answer.status == 200, answer
    return str(answer.json["upload"])


def test_a_recommender_is_refused_whatever_is_not_its_own(staffed: Staffed) -> None:
    before = staffed.office.ask("GET", f"/api/v1{staffed.here}").json
    own, names, refused = own_names(staffed), foreign_names(staffed), 0
    for right in closed():
        if right.template.startswith("/me"):
            continue
        if f"{right.method} {right.template}" not in OF_RECOMMENDER:
            status, body = code(staffed.own, right.method, filled(right.template, **own))
            assert status == (404 if "{" in right.template else 403), right
            assert not [word for word in FOREIGN if word in body.decode()], right
            refused += 1
        if "{campaign}" not in right.template:
            continue
        nothing = code(staffed.own, right.method, filled(right.template, campaign=NOWHERE))
        assert nothing[0] == 404, right
        for some in names:
            is_own = all(own.get(key) == some[key] for key in some if f"{{{key}}}" in right.template)
            if is_own:
                continue
            found = code(staffed.own, right.method, filled(right.template, **some))
            assert found[0] == 404, (right, some)
            if "{arrival}" not in right.template:  # what is said of one that was dropped is said of any
                assert found == nothing, "what one may not see looks like what is not there"
            refused += 1
    assert refused > 150
    assert staffed.office.ask("GET", f"/api/v1{staffed.here}").json["files"] == before["files"]


def test_a_recommender_sees_its_own_and_not_a_byte_of_others(staffed: Staffed) -> None:
    own, seen = own_names(staffed), 0
    pages = [filled(right.template, **own) for right in closed() if right.method == "GET"]
    pages += [f"{staffed.here}/recommenders/{own['recommender']}?done={number}" for number in range(4)]
    pages += [
        f"{staffed.here}/files/{file_id('attachments/南昌证书原件.pdf')}",
        f"{staffed.here}/questions?which=answered",
    ]
    for page in pages:
        answer = staffed.own.ask("GET", page)
        assert answer.status in (200, 303, 403, 404), page
        assert held(answer, FOREIGN) == [], page
        seen += answer.status == 200
    assert seen >= 9
    home = staffed.own.page("/")
    assert staffed.campaign in home
    assert staffed.foreign not in home
    assert staffed.own.ask("GET", staffed.here).headers["location"] == f"{staffed.here}/recommenders/{file_id(OWN)}"
    mine = staffed.own.page(f"{staffed.here}/recommenders/{file_id(OWN)}")
    assert "赣江水位自动记录仪" in mine
    assert "南昌证书原件.pdf" in mine
    assert "made/" in mine
    for other in ("评选</a>", "修改记录", "生成和下载", "/accounts", "撤销"):
        assert other not in mine
    paper = staffed.own.ask(
        "GET", filled("/campaigns/{campaign}/recommenders/{recommender}/made/{build}/{file}", **own)
    )
    assert paper.status == 200
    assert held(paper, ["赣江水位自动记录仪"])


def test_office_and_administrator_may_what_the_table_says(staffed: Staffed) -> None:
    for who, role in ((staffed.office, Role.OFFICE), (staffed.admin, Role.ADMIN)):
        for right in closed():
            if right.method != "GET" and "{" not in right.template:
                continue  # it would be done
            status, _ = code(who, right.method, filled(right.template, campaign=NOWHERE))
            if role in right.roles:
                assert status not in (401, 403), (role, right)
            else:
                assert status == (404 if "{" in right.template else 403), (role, right)
            assert status < 500, right
    assert staffed.campaign in staffed.office.page("/")
    assert "/accounts" not in staffed.office.page("/")
    assert "/accounts" in staffed.admin.page("/")
