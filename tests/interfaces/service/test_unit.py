"""The unit: what systemd itself says of it, and that the service with all of its children lives within it."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from support.faults import is_permitted, noted, tracing_all_but
from support.services import files_of, free_port, running
from support.small_campaign import write_small_campaign
from support.systemd import exposure, let_through, verified

from generator.interfaces.cli import run
from generator.interfaces.service import commands
from generator.interfaces.service.unit import SYSTEM_CALLS, Unit, quoted
from generator.interfaces.web.front.notifying import READY, STOPPING
from generator.interfaces.web.front.self_signed import certificate_files, see_to_certificate

PROGRAM = Path("/bin/true")  # systemd looks whether it is there
MOST_EXPOSED = 1.5
BEHIND = ("--public-url", "https://oa.example/wuxiao", "--trusted-proxy", "127.0.0.1")


@pytest.mark.parametrize(
    "unit",
    [
        Unit(PROGRAM, BEHIND),
        Unit(PROGRAM, BEHIND, user="daemon", handed=(("--password-file", Path("/etc/wuxiao 密码")),)),
        Unit(PROGRAM, ("--name", "10.1.2.3", "--self-signed"), host="0.0.0.0", port=443, memory="4G"),
    ],
)
def test_systemd_finds_nothing_wrong_and_little_exposed(unit: Unit, tmp_path: Path) -> None:
    file = tmp_path / "wuxiao.service"
    file.write_text(unit.text(), encoding="utf-8")
    assert verified(file) == ""
    assert exposure(file) <= MOST_EXPOSED + (0.5 if unit.host == "0.0.0.0" else 0)


def test_a_wrong_unit_would_be_noticed(tmp_path: Path) -> None:
    file = tmp_path / "wuxiao.service"
    text = Unit(PROGRAM).text()
    file.write_text(text.replace("NoNewPrivileges=yes", "NoNewPrivilege=yes"), encoding="utf-8")
    assert "NoNewPrivilege" in verified(file)
    file.write_text(re.sub("(?m)^(Restrict|Protect|SystemCall).*\n", "", text), encoding="utf-8")
    assert exposure(file) > 3


def test_signs_of_systemd_stand_for_themselves() -> None:
    assert quoted("a-b/c:1") == "a-b/c:1"
    assert quoted('/srv/my "b" $HOME 100%') == '"/srv/my \\"b\\" $$HOME 100%%"'


@pytest.mark.skipif(not is_permitted(), reason="the system lets no process be traced")
def test_no_child_of_a_build_asks_for_what_the_unit_refuses(tmp_path: Path) -> None:
    allowed = let_through(SYSTEM_CALLS)
    assert len(allowed) > 200
    trace = tmp_path / "trace"
    subprocess.run([*tracing_all_but(allowed - {"openat"}, trace), "true"], check=True)
    assert noted(trace) == {"openat"}, "what is not allowed is noted"
    with running(tmp_path, inside=tracing_all_but(allowed, trace)) as service:
        campaign = service.upload(files_of(write_small_campaign(tmp_path / "活动", 2))).json["id"]
        assert service.built(campaign)["state"] == "done"
        assert service.ask("GET", f"/api/v1/campaigns/{campaign}/check.xlsx").status == 200
    assert not noted(trace)


def test_printing_writes_nothing_and_installing_writes_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "UNIT_FILE", tmp_path / "wuxiao.service")
    asked = ["service", "install", "--port", "8010", "--public-url", "https://oa.example/wuxiao/"]
    assert run([*asked, "--print"]) == 0
    shown = capsys.readouterr().out
    assert not list(tmp_path.iterdir())
    assert "--port 8010 --public-url https://oa.example/wuxiao\n" in shown
    assert run(asked) == 0
    assert "systemctl enable --now wuxiao" in capsys.readouterr().out
    assert (tmp_path / "wuxiao.service").read_text(encoding="utf-8") == shown
    assert run([*asked, "--memory", "4G\nUser=root"]) == 2
    assert run([*asked, "--trusted-proxy", "proxy"]) == 2
    monkeypatch.setattr(commands, "UNIT_FILE", tmp_path / "none" / "wuxiao.service")
    assert run(asked) == 4


def test_an_installed_service_has_the_options_of_one_that_is_started_by_hand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    see_to_certificate(tmp_path, ["a.example"])
    files = certificate_files(tmp_path)
    own = ["--tls-certificate", str(files[0]), "--tls-key", str(files[1])]
    asked = ["service", "install", "--print", "--name", "a.example", "--name", "b.example", "--keep-days", "90"]
    assert run([*asked, "--log-days", "730", "--file-mb", "800", *own]) == 0
    shown = capsys.readouterr().out
    started = next(line for line in shown.splitlines() if line.startswith("ExecStart="))
    assert started.endswith(
        "--tls-certificate %d/tls-certificate --tls-key %d/tls-key"
        " --name a.example --name b.example --keep-days 90 --file-mb 800"
    )
    assert f"LoadCredential=tls-key:{files[1]}\n" in shown
    assert run([*asked, *own, "--self-signed"]) == 2
    assert run([*asked, *own[:2]]) == 2
    assert run([*asked, "--tls-certificate", str(tmp_path / "none"), "--tls-key", str(files[1])]) == 2


WRONG: dict[str, list[str]] = {
    "other machines over an open line": ["--host", "0.0.0.0", "--name", "a.example"],
    "no name for all addresses": ["--host", "0.0.0.0", "--self-signed"],
    "an open public address": ["--public-url", "http://oa.example/wuxiao"],
    "a name with a blank": ["--name", "a example"],
    "an address for a name": ["--name", "https://oa.example"],
    "a second line": ["--name", "a\nExecStart=/bin/sh"],
    "a host with a blank": ["--host", "127.0.0.1 x"],
    "no figure": ["--memory", "lots"],
    "no unit": ["--memory", "4"],
    "more than all": ["--memory", "200%"],
    "nobody": ["--user", "nobody of that name"],
    "a user of two lines": ["--user", "daemon\nExecStart=/bin/sh"],
    "a short password": ["--password-file", "SHORT"],
    "a password for everybody": ["--password-file", "OPEN"],
    "no certificate": ["--tls-certificate", "SHORT", "--tls-key", "KEY"],
    "no key": ["--tls-certificate", "CERTIFICATE", "--tls-key", "SHORT"],
    "the two exchanged": ["--tls-certificate", "KEY", "--tls-key", "CERTIFICATE"],
    "the key of another": ["--tls-certificate", "CERTIFICATE", "--tls-key", "OTHER"],
    "a key with a password": ["--tls-certificate", "CERTIFICATE", "--tls-key", "LOCKED"],
}


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Files that somebody may name."""
    folder = tmp_path_factory.mktemp("given")
    made = {name: folder / name for name in ("SHORT", "OPEN", "LOCKED")}
    made["SHORT"].write_text("short", encoding="utf-8")
    made["OPEN"].write_text("long enough", encoding="utf-8")
    made["SHORT"].chmod(0o600)
    made["OPEN"].chmod(0o644)
    for name, root in (("KEY", folder / "own"), ("OTHER", folder / "other")):
        see_to_certificate(root, ["a.example"])
        made["CERTIFICATE"], made[name] = (
            made.get("CERTIFICATE", certificate_files(root)[0]),
            certificate_files(root)[1],
        )
    secret = serialization.load_pem_private_key(made["KEY"].read_bytes(), None)
    locked = serialization.BestAvailableEncryption(b"password")
    kind = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8)
    made["LOCKED"].write_bytes(secret.private_bytes(*kind, locked))
    return made


@pytest.mark.parametrize("options", WRONG.values(), ids=WRONG.keys())
def test_what_could_not_be_started_is_not_installed(
    options: list[str],
    given: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(commands, "UNIT_FILE", tmp_path / "wuxiao.service")
    words = [f"{given.get(one, one)}" for one in options]
    assert run(["service", "install", *words]) == 2
    assert not list(tmp_path.iterdir())
    told = capsys.readouterr().err
    assert told.count("\n") == 1, "one line"
    if options[0] in ("--name", "--tls-certificate", "--host"):
        assert run(["serve", "--port", f"{free_port()}", "--data", str(tmp_path / "state"), *words]) == 2
        assert capsys.readouterr().out == "", "no link before it is known that it can be served"


def test_who_can_sign_in_is_asked_before_the_first_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "UNIT_FILE", tmp_path / "wuxiao.service")
    monkeypatch.setattr(commands, "STATE", tmp_path / "state")
    asked = ["service", "install", "--self-signed", "--host", "0.0.0.0", "--name", "oa.example"]
    assert run(asked) == 0
    assert "wuxiao account add" in capsys.readouterr().out
    assert run(["account", "add", "admin", "--role", "admin", "--data", str(tmp_path / "state")]) == 0
    capsys.readouterr()
    assert run(asked) == 0
    assert "wuxiao account add" not in capsys.readouterr().out


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_service_that_is_stopped_has_not_failed(how: signal.Signals, tmp_path: Path) -> None:
    with running(tmp_path) as service:
        service.process.send_signal(how)
        assert service.process.wait(30) == 0
        said = service.log.read_text(encoding="utf-8")
    assert "网页服务已停止" in said
    assert "已中断" not in said


def test_the_service_manager_is_told_when_the_service_is_there_and_when_it_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(30)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        with running(tmp_path) as service:
            assert manager.recv(100).decode() == READY
            assert service.ask("GET", "/readyz").json == {"ok": True}
        assert manager.recv(100).decode() == STOPPING
