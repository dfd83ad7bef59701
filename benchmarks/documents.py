"""Form 1 over HTTP, a record in and the document out: `wuxiao serve` and the usual ways, kept warm."""

from __future__ import annotations

import http.client
import json
import pickle
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.example import EXAMPLE, data
from benchmarks.held import form1_texts, holding
from benchmarks.measuring import ROOT, WORK, Goal, NotMeasuredError, Plan, Result, Row, as_json, compared, in_rounds
from generator.campaign.fields import COMPLETER_SHEET, Fields
from generator.campaign.layout import package_templates
from tests.support.services import Running, free_port, running

TITLE = "Form 1 over HTTP"
NOTE = (
    "One program asks for one document after the other over one line, on loopback, every service being warm: "
    "milliseconds from question to answer. `wuxiao serve` is sent the record as a clerk writes it and checks it; the "
    "others are sent ready values. docxtpl fills our template with a new template object for every document, behind "
    "FastAPI and uvicorn; for PDF the same service hands it to a LibreOffice that unoserver keeps listening. "
    "Gotenberg, the other usual way from Word to PDF, exists only as a container image, which is not run here."
)
OURS_DOCX, OURS_PDF = "wuxiao serve, docx", "wuxiao serve, pdf"
DOCXTPL, OFFICE = "docxtpl behind FastAPI, docx", "docxtpl and a listening LibreOffice, pdf"
MEDIAN_MS, SLOW_MS, A_SECOND, AT_ONCE = 50.0, 120.0, 100.0, 8
SYSTEM_PYTHON = "/usr/bin/python3"
PATIENCE = 60.0

Asker = Callable[[], Result]


def rows(plan: Plan) -> list[Row]:
    """A row a way and format, then ours with several programs at once."""
    with ExitStack() as stack:
        service = stack.enter_context(running(Path(stack.enter_context(tempfile.TemporaryDirectory()))))
        files = {f"{EXAMPLE.name}/{name}": (EXAMPLE / name).read_bytes() for name in ("campaign.yaml", "notice.yaml")}
        campaign = service.upload(files).json["id"]
        values = json.loads(data().values.read_text(encoding="utf-8"))
        ours = {output: _ours(service, campaign, output) for output in ("docx", "pdf")}
        theirs = [as_json(one).encode() for one in values]
        shown, count = form1_texts(values[0]), plan.count(200)
        docxtpl = stack.enter_context(_peer())
        programs: dict[str, Asker] = {}
        for name, port, path, bodies, times in (
            (OURS_DOCX, service.port, "/api/v1/render/form1", ours["docx"], count),
            (DOCXTPL, docxtpl, "/docx", theirs, max(2, count // 4)),
            (OURS_PDF, service.port, "/api/v1/render/form1", ours["pdf"], count),
            (OFFICE, docxtpl, "/pdf", theirs, max(2, count // 10)),
        ):
            sample = WORK / "documents" / f"{path.strip('/').replace('/', '-')}-{port}.{name[-4:].strip(' ,')}"
            programs[name] = holding(_asker(port, path, bodies, times, sample, service.token), sample, shown)
        found = in_rounds(programs, plan.runs)
        made = [
            *compared({name: found[name] for name in (OURS_DOCX, DOCXTPL)}, OURS_DOCX),
            *compared({name: found[name] for name in (OURS_PDF, OFFICE)}, OURS_PDF),
        ]
        return [_judged(row, found) for row in made] + [
            _together(service, output, bodies, plan.count(1000)) for output, bodies in ours.items()
        ]


def _judged(row: Row, found: Mapping[str, list[Result] | str]) -> Row:
    results = found[row.what]
    if row.what not in (OURS_DOCX, OURS_PDF) or isinstance(results, str):
        return row
    slow = max(one["slow"] for one in results) * 1000
    goals = (Goal(row.median, MEDIAN_MS, at_least=False, unit="ms"), Goal(slow, SLOW_MS, at_least=False, unit="ms"))
    return Row(row.what, row.values, row.unit, row.ratio, goals, f"95 % within {slow:.0f} ms")


def _ours(service: Running, campaign: str, output: str) -> list[bytes]:
    settings, applications = pickle.loads(data().forms.read_bytes())  # our own file
    fields = settings.schema.fields
    orders = ({"record": sent(one, fields), "format": output, "campaign": campaign} for one in applications)
    return [as_json(order).encode() for order in orders]


def sent(application: Any, fields: Fields) -> dict[str, Any]:
    """The record as a program sends it."""
    own = {field.label: _json(application.value(field.key)) for field in fields.application}
    people = [
        {field.label: _json(one.value(field.key)) for field in fields.of_completer} for one in application.completers
    ]
    return {name: value for name, value in own.items() if value not in ("", [], None)} | {COMPLETER_SHEET: people}


def _json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def _asker(port: int, path: str, bodies: Sequence[bytes], count: int, sample: Path, token: str) -> Asker:
    """Seconds a document, the middle of them and the one that only one of twenty exceeds; the first is not counted."""

    def ask() -> Result:
        line, took = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE), []
        sample.parent.mkdir(parents=True, exist_ok=True)
        try:
            sample.write_bytes(_answer(line, path, bodies[0], token))
            for place in range(count):
                started = time.perf_counter()
                _answer(line, path, bodies[place % len(bodies)], token)
                took.append(time.perf_counter() - started)
        except OSError as wrong:
            raise NotMeasuredError(f"nothing answers at {path}: {wrong}") from None
        finally:
            line.close()
        took.sort()
        return {"seconds": took[len(took) // 2], "slow": took[int(0.95 * (len(took) - 1))]}

    return ask


def _answer(line: http.client.HTTPConnection, path: str, body: bytes, token: str) -> bytes:
    line.request("POST", path, body, {"Content-Type": "application/json", "Authorization": f"Bearer {token}"})
    answer = line.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise NotMeasuredError(f"{path} is answered with {answer.status}: {content[:200]!r}")
    return content


def _together(service: Running, output: str, bodies: Sequence[bytes], count: int) -> Row:
    """How many documents a second several programs get together, when every worker has begun."""
    _ask_together(service, bodies, 4 * AT_ONCE)
    each = count / _ask_together(service, bodies, count)
    goal = Goal(each, A_SECOND, at_least=True, unit="/s")
    return Row(f"wuxiao serve, {output}, {AT_ONCE} programs at once", (each,), "/s", goals=(goal,))


def _ask_together(service: Running, bodies: Sequence[bytes], count: int) -> float:
    """The seconds that so many documents take."""
    left, lock = iter(islice(_by_turns(bodies), count)), threading.Lock()

    def ask() -> None:
        line = http.client.HTTPConnection("127.0.0.1", service.port, timeout=PATIENCE)
        while True:
            with lock:
                body = next(left, None)
            if body is None:
                return line.close()
            _answer(line, "/api/v1/render/form1", body, service.token)

    programs = [threading.Thread(target=ask) for _ in range(AT_ONCE)]
    started = time.perf_counter()
    for one in programs:
        one.start()
    for one in programs:
        one.join()
    return time.perf_counter() - started


def _by_turns(bodies: Sequence[bytes]) -> Iterator[bytes]:
    while True:
        yield from bodies


@contextmanager
def _peer() -> Iterator[int]:
    """The port of the peer's service, with its LibreOffice where the machine has what that needs."""
    port, office, pipe = free_port(), free_port(), free_port()
    job = {"port": port, "office": office, "template": package_templates() / "form1" / "form1.docx"}
    command = [sys.executable, str(ROOT / "benchmarks" / "peers" / "docxtpl_service.py"), as_json(job)]
    path = sysconfig.get_path("purelib")
    begin = f"import sys; sys.path.append({path!r}); from unoserver.server import main; main()"
    listening = [SYSTEM_PYTHON, "-c", begin, "--port", str(office), "--uno-port", str(pipe)]
    with ExitStack() as stack:
        for one in (listening, command):
            process = subprocess.Popen(one, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            stack.callback(process.wait)
            stack.callback(process.terminate)
        _wait_for(port)
        _wait_for(office)
        yield port


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
        try:
            line.connect()
        except OSError:
            time.sleep(0.2)
        else:
            return
        finally:
            line.close()
