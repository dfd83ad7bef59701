"""Under which conditions the service starts at all."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import stat
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest
from support.services import Running, files_of, free_port, running

from generator.campaign.errors import UsageError
from generator.interfaces.cli import run
from generator.interfaces.web.service import Service, read_password, require_guard


def test_other_machines_need_a_password_and_tls(tmp_path: Path) -> None:
    keys = {"certificate": tmp_path / "c", "key": tmp_path / "k"}
    require_guard(Service(tmp_path))
    require_guard(Service(tmp_path, host="10.1.2.3", password="a long password", **keys))
    for unguarded in (
        Service(tmp_path, host="0.0.0.0"),
        Service(tmp_path, host="10.1.2.3", password="a long password"),
        Service(tmp_path, host="10.1.2.3", **keys),
        Service(tmp_path, host="0.0.0.0", password="a long password", **keys),
    ):
        with pytest.raises(UsageError):
            require_guard(unguarded)


def test_a_password_that_systemd_hands_over_is_taken_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "password"
    file.write_text("correct horse battery\n", encoding="utf-8")
    file.chmod(0o440)
    with pytest.raises(UsageError, match="chmod 600"):
        read_password(file)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert read_password(file) == "correct horse battery"


def test_a_password_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("correct horse battery\n", encoding="utf-8")
    file.chmod(0o644)
    with pytest.raises(UsageError, match="chmod 600"):
        read_password(file)
    file.chmod(0o600)
    assert read_password(file) == "correct horse battery"
    file.write_text("short\n", encoding="utf-8")
    with pytest.raises(UsageError):
        read_password(file)


def test_one_folder_serves_one_service(service: Running, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["serve", "--port", str(free_port()), "--data", str(service.folder)]
    assert run(arguments) == 2
    assert "已经在运行" in capsys.readouterr().err
    assert run([*arguments[:2], str(service.port), *arguments[3:]]) == 4
    assert "--port" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["serve"], ["account", "add", "a", "--role", "admin"]])
def test_a_folder_of_something_else_is_not_taken(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").touch()
    tmp_path.chmod(0o755)
    more = ["--port", f"{free_port()}"] if words == ["serve"] else []
    assert run([*words, *more, "--data", str(tmp_path)]) == 2
    assert "别的文件" in capsys.readouterr().err
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]


def test_a_disk_of_its_own_is_taken(tmp_path: Path) -> None:
    (tmp_path / "disk/lost+found").mkdir(parents=True)
    assert run(["account", "add", "a", "--role", "admin", "--data", str(tmp_path / "disk")]) == 0


@pytest.mark.parametrize("words", [["list"], ["link", "a"], ["close", "a"], ["key", "a", "--role", "office"]])
def test_a_folder_that_is_no_services_is_told_and_not_made(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["account", *words, "--data", str(tmp_path / "typo")]) == 2
    assert "--data" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_everything_kept_is_private(tmp_path: Path, folder: Path) -> None:
    with running(tmp_path) as fresh:  # in another's folder a test may have written something itself
        assert fresh.built(str(fresh.upload(files_of(folder)).json["id"]))["state"] == "done"
        kept = [fresh.folder, *fresh.folder.rglob("*")]
        assert len(kept) > 20
        for path in kept:
            with suppress(FileNotFoundError):  # temporary, of what is going on
                assert not stat.S_IMODE(path.lstat().st_mode) & 0o077, path


def test_who_still_waits_when_the_service_ends_is_told_so(tmp_path: Path) -> None:
    with running(tmp_path) as fresh, socket.create_connection(("127.0.0.1", fresh.port), timeout=30) as line:
        head = f"POST /api/v1/campaigns HTTP/1.1\r\nHost: 127.0.0.1:{fresh.port}\r\nContent-Length: 1000\r\n"
        head += f"Authorization: Bearer {fresh.token}\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n--x"
        line.sendall(head.encode())  # and nothing of the rest
        time.sleep(0.5)
        fresh.process.terminate()
        answer = http.client.HTTPResponse(line)
        answer.begin()
        assert answer.status == 503
        assert json.loads(answer.read())["code"] == "ending"
        fresh.process.wait(20)
    log = (tmp_path / "serve.log").read_text(encoding="utf-8")
    assert "POST" in log
    assert "Traceback" not in log
    assert "CancelledError" not in log


@pytest.mark.parametrize("below", ["certificates/revoke", "review/number", "rename"])
def test_an_address_that_only_takes_forms_leads_to_the_page_above_it(
    service: Running, campaign: str, below: str
) -> None:
    answer = service.ask("GET", f"/campaigns/{campaign}/{below}")
    assert answer.status == 303
    above = below.rpartition("/")[0]
    assert answer.headers["location"] == f"/campaigns/{campaign}{f'/{above}' if above else ''}"
    assert service.ask("GET", f"/api/v1/campaigns/{campaign}/files").status == 405, "a program is told what it did"


def test_with_a_password_and_tls_a_session_opens_by_password_alone(tmp_path: Path) -> None:
    certificate, key, password = (tmp_path / name for name in ("c.pem", "k.pem", "password"))
    subprocess.run(
        [
            *["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"],
            "-keyout",
            key,
            "-out",
            certificate,
        ],
        check=True,
        capture_output=True,
    )
    password.write_text("correct horse battery", encoding="utf-8")
    password.chmod(0o600)
    guard = ["--password-file", str(password), "--tls-certificate", str(certificate), "--tls-key", str(key)]
    with running(tmp_path, "--host", "0.0.0.0", "--name", "office.example", "--name", "127.0.0.1", *guard) as one:
        assert not one.token

        def ask(method: str, path: str, body: str = "", **headers: str) -> tuple[int, str]:
            line = http.client.HTTPSConnection("127.0.0.1", one.port, context=ssl._create_unverified_context())
            line.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = line.getresponse()
            line.close()
            return answer.status, answer.getheader("Set-Cookie") or ""

        form = {"Content_Type": "application/x-www-form-urlencoded"}
        assert ask("GET", "/")[0] == 401
        assert ask("GET", "/", Host="localhost")[0] == 421
        assert ask("POST", "/login", "password=guess", **form)[0] == 403
        status, cookie = ask("POST", "/login", "password=correct+horse+battery", **form)
        assert status == 303
        assert cookie.startswith("__Host-")
        assert "Secure" in cookie
        assert ask("GET", "/", Cookie=cookie.partition(";")[0])[0] == 200
