"""Who gets in: every combination of Host, method, Origin and token is answered as the rules say."""

from __future__ import annotations

import re
import socket
import time
from itertools import product

import pytest
from fastapi.routing import APIRoute
from support.services import Running

from generator.campaign.layout import package_templates
from generator.interfaces.web.app import INTERFACE, PAGES

HOSTS = {
    "own": ("127.0.0.1:{port}", True),
    "localhost": ("localhost:{port}", True),
    "rebound": ("evil.example:{port}", False),
    "other port": ("127.0.0.1:1", False),
    "no port": ("127.0.0.1", False),
    "suffix": ("127.0.0.1:{port}.evil.example", False),
}
ORIGINS = {
    "none": ({}, True),
    "own": ({"Origin": "http://127.0.0.1:{port}"}, True),
    "own site": ({"Sec_Fetch_Site": "same-origin"}, True),
    "foreign": ({"Origin": "http://evil.example"}, False),
    "null": ({"Origin": "null"}, False),
    "https": ({"Origin": "https://127.0.0.1:{port}"}, False),
    "cross-site": ({"Sec_Fetch_Site": "cross-site"}, False),
    "same-site": ({"Sec_Fetch_Site": "same-site"}, False),
}
TOKENS = {"bearer": True, "cookie": True, "wrong": False, "absent": False}
METHODS = ("GET", "POST", "DELETE")


@pytest.fixture(scope="module")
def cookie(service: Running) -> str:
    answer = service.ask("GET", f"/start?token={service.token}", Authorization="")
    assert answer.status == 200
    return answer.headers["set-cookie"].partition(";")[0]


def expected(host: str, method: str, origin: str, token: str) -> str:
    """The code of the refusal, empty where the request goes on to a campaign that does not exist."""
    if not HOSTS[host][1]:
        return "wrong-host"
    if not ORIGINS[origin][1]:
        return "foreign-origin"
    if not TOKENS[token]:
        return "signed-out"
    if token == "cookie" and method != "GET" and origin == "none":
        return "foreign-origin"
    return "not-found"


def test_every_combination_of_host_method_origin_and_token(service: Running, cookie: str) -> None:
    cells = list(product(HOSTS, METHODS, ORIGINS, TOKENS))
    assert len(cells) >= 100
    found = {}
    for host, method, origin, token in cells:
        headers = {name: value.format(port=service.port) for name, value in ORIGINS[origin][0].items()}
        headers["Host"] = HOSTS[host][0].format(port=service.port)
        headers["Authorization"] = {"bearer": f"Bearer {service.token}", "wrong": "Bearer x"}.get(token, "")
        headers["Cookie"] = cookie if token == "cookie" else ""
        path = f"/api/v1/campaigns/{'0' * 24}" + ("/builds" if method == "POST" else "")
        answer = service.ask(method, path, b"{}", Content_Type="application/json", **headers)
        found[host, method, origin, token] = answer.json["code"]
    wrong = {cell: code for cell, code in found.items() if code != expected(*cell)}
    assert not wrong


def test_a_page_from_another_site_cannot_even_read_the_home_page(service: Running, cookie: str) -> None:
    asked = {"Authorization": "", "Cookie": cookie, "Sec_Fetch_Site": "cross-site"}
    assert service.ask("GET", "/", **asked, Sec_Fetch_Mode="no-cors").status == 403
    assert service.ask("GET", "/", **asked, Sec_Fetch_Mode="navigate").status == 200


def test_two_hosts_in_one_request_are_refused(service: Running) -> None:
    with socket.create_connection(("127.0.0.1", service.port)) as line:
        host = f"Host: 127.0.0.1:{service.port}\r\n"
        line.sendall(f"GET /login HTTP/1.1\r\n{host}Host: evil.example\r\nConnection: close\r\n\r\n".encode())
        assert re.match(rb"HTTP/1.1 4\d\d", line.recv(1000))


def test_the_cookie_is_for_this_site_alone_and_no_script_reads_it(service: Running) -> None:
    told = service.ask("GET", f"/start?token={service.token}", Authorization="").headers["set-cookie"].lower()
    assert "httponly" in told
    assert "samesite=strict" in told
    assert service.token.lower() not in told
    assert service.ask("GET", "/start?token=guess", Authorization="").status == 401


def test_every_page_forbids_inline_scripts_and_framing(service: Running) -> None:
    for path in ("/", "/login", "/interface", "/static/page.js", "/nowhere", "/api/v1/info"):
        headers = service.ask("GET", path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"


def test_a_request_that_announces_too_much_is_refused_unread(service: Running) -> None:
    with socket.create_connection(("127.0.0.1", service.port)) as line:
        line.sendall(
            f"POST /api/v1/campaigns HTTP/1.1\r\nHost: 127.0.0.1:{service.port}\r\n"
            f"Authorization: Bearer {service.token}\r\nContent-Length: 999999999999\r\n\r\n".encode()
        )
        assert b"413" in line.recv(100)


@pytest.mark.parametrize(
    ("path", "size", "token", "status", "words"),
    [
        ("/api/v1/render/form1", 5_000_000, "own", 413, "最多4 MB"),
        ("/api/v1/session", 2_000_000, "own", 413, "最多0.1 MB"),
        ("/api/v1/render/form1", 3_900_000, "wrong", 401, "登录"),
        ("/api/v1/campaigns", 9_000_000, "wrong", 401, "登录"),
        ("/api/v1/nothing", 90_000, "own", 404, ""),
    ],
)
def test_who_sends_all_before_reading_gets_the_refusal_as_well(
    path: str, size: int, token: str, status: int, words: str, service: Running
) -> None:
    bearer = service.token if token == "own" else token
    for _ in range(3):  # each time it is another race
        with socket.create_connection(("127.0.0.1", service.port)) as line:
            line.sendall(
                f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{service.port}\r\nConnection: close\r\n"
                f"Authorization: Bearer {bearer}\r\nContent-Length: {size}\r\n\r\n".encode()
                + bytes(size)
            )
            answer = b"".join(iter(lambda: line.recv(65536), b"")).decode()
        assert answer.startswith(f"HTTP/1.1 {status} ")
        assert words in answer


def test_who_asks_before_sending_is_refused_at_once(service: Running) -> None:
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", service.port)) as line:
        line.sendall(
            f"POST /api/v1/render/form1 HTTP/1.1\r\nHost: 127.0.0.1:{service.port}\r\nConnection: close\r\n"
            f"Expect: 100-continue\r\nAuthorization: Bearer x\r\nContent-Length: 1000\r\n\r\n".encode()
        )
        answer = b"".join(iter(lambda: line.recv(65536), b"")).decode()
    assert answer.startswith("HTTP/1.1 401 ")
    assert time.monotonic() - began < 2


def test_a_request_that_grows_too_large_is_refused(service: Running, campaign: str) -> None:
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    with socket.create_connection(("127.0.0.1", service.port)) as line:
        line.sendall(
            f"POST /api/v1/campaigns/{campaign}/builds HTTP/1.1\r\nHost: 127.0.0.1:{service.port}\r\n"
            f"Authorization: Bearer {service.token}\r\nContent-Type: application/json\r\n"
            "Transfer-Encoding: chunked\r\n\r\n".encode()
            + 2 * chunk
        )
        assert b"413" in line.recv(100)


def test_the_log_holds_routes_and_no_addresses(service: Running, campaign: str) -> None:
    service.ask("GET", f"/api/v1/campaigns/{campaign}")
    service.ask("GET", f"/start?token={service.token}", Authorization="")
    service.ask("GET", "/360102198705120018")
    _, _, log = service.log.read_text(encoding="utf-8").partition("Ctrl+C")
    assert "GET /api/v1/campaigns/{campaign} 200" in log
    for secret in (campaign, service.token, "360102198705120018"):
        assert secret not in log


def test_nothing_is_kept_by_a_browser_but_the_files_of_the_program(service: Running, campaign: str, build: str) -> None:
    made = service.ask("GET", f"{build}/files").json
    names = {
        "campaign": campaign, "build": build.rsplit("/", 1)[1], "page": "1", "paper": "form1.pdf", "ending": "pdf",
        "file": next(one["id"] for one in made if one["format"] == "pdf"),
    }  # fmt: skip
    routes = [
        (method, route.path)
        for module in (*INTERFACE, *PAGES)
        for route in module.router.routes
        if isinstance(route, APIRoute)
        for method in sorted(route.methods)
    ]
    assert len(routes) > 35
    answered = 0
    for method, path in [*routes, ("GET", "/openapi.json"), ("GET", "/static/nothing.css"), ("GET", "/nowhere")]:
        known = names if method == "GET" else {}
        full = re.sub(r"\{(\w+)\}", lambda found, known=known: known.get(found[1], "0" * 24), path)
        answer = service.ask(method, full, b"{}" if method == "POST" else b"", Content_Type="application/json")
        assert answer.headers["cache-control"] == "no-store", (method, path)
        answered += answer.status < 300
    assert answered > 20, "not refusals alone"
    for file in (package_templates() / "web" / "static").iterdir():
        assert service.ask("GET", f"/static/{file.name}").headers["cache-control"] == "max-age=3600", file


def test_a_body_nested_without_end_is_refused(service: Running, campaign: str) -> None:
    for body in (b"[" * 90_000, b'{"kinds": ' + b"[" * 90_000):
        answer = service.ask("POST", f"/api/v1/campaigns/{campaign}/builds", body, Content_Type="application/json")
        assert answer.status in (400, 422), answer


def test_a_wrong_method_is_told_all_that_there_are(service: Running, campaign: str) -> None:
    for method, path, known in (
        ("PUT", "/api/v1/campaigns", "GET, POST"),
        ("PATCH", f"/api/v1/campaigns/{campaign}", "DELETE, GET"),
        ("GET", "/api/v1/render/form1", "POST"),
    ):
        answer = service.ask(method, path)
        assert (answer.status, answer.headers["allow"]) == (405, known)
        assert known.replace(", ", "、") in answer.json["fix"]


def test_a_head_beyond_the_bound_is_refused_even_where_it_comes_at_once(service: Running) -> None:
    answer = service.ask("GET", "/api/v1/info", X_Much="x" * 17_000)
    assert (answer.status, answer.json["code"]) == (400, "malformed")
    assert service.ask("GET", "/api/v1/info", X_Much="x" * 10_000).status == 200


def test_whoever_watches_may_ask_for_the_head_alone(service: Running) -> None:
    for path in ("/healthz", "/readyz"):
        answer = service.ask("HEAD", path, Authorization="", Host="10.9.8.7")
        assert (answer.status, answer.body) == (200, b"")


WRONG_PARTS = {
    "a kind of no name": ({"kinds": "form1"}, "kinds（应是一组"),
    "no format": ({"formats": ["exe"]}, "formats（可选的有docx, pdf、xlsx）"),
    "a part of no name": ({"foo": 1}, "foo（没有这一项）"),
    "too few copies": ({"copies": 0}, "copies（不能小于1）"),
    "certificates by number alone": ({"numbers": ["1"]}, '["certificate"]'),
    "a list": ([], "JSON 对象"),
}


@pytest.mark.parametrize(("order", "words"), WRONG_PARTS.values(), ids=WRONG_PARTS.keys())
def test_a_wrong_part_of_a_request_is_named_with_what_it_may_be(
    order: object, words: str, service: Running, campaign: str
) -> None:
    answer = service.send(f"/api/v1/campaigns/{campaign}/builds", order)
    assert (answer.status, answer.json["code"]) == (422, "invalid")
    assert words in answer.json["message"]


@pytest.mark.parametrize("written", ["bytes=5-2", "items=0-1", "bytes=abc", "bytes=", "bytes=-", "x", "bytes=1-2-3"])
def test_a_range_that_is_none_is_ignored(written: str, service: Running) -> None:
    whole = service.ask("GET", "/api/v1/papers/form2.xlsx")
    answer = service.ask("GET", "/api/v1/papers/form2.xlsx", Range=written)
    assert (answer.status, len(answer.body)) == (200, len(whole.body))
    assert service.ask("GET", "/api/v1/papers/form2.xlsx", Range="bytes=0-9").body == whole.body[:10]
