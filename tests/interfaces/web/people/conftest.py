"""A service with the material of three recommenders, and people of every role who use it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from support.services import Running, files_of, running
from support.signed import person
from support.small_campaign import write_small_campaign

from generator.interfaces.web.store.store import file_id

OWN, OTHER, UNLISTED = "南昌市总工会", "赣州市总工会", "九江市总工会"
OWN_NAME, OTHER_NAME, THIRD_NAME = "赣江水位自动记录仪", "章江渔获分拣机", "浔阳楼台防雷器"
NAMES = (OWN_NAME, OTHER_NAME, THIRD_NAME)
ATTACHMENTS = ("南昌证书原件.pdf", "赣州证书原件.pdf", "九江证书原件.pdf")
FOREIGN = (OTHER_NAME, THIRD_NAME, *ATTACHMENTS[1:], "secret-of-1", "secret-of-2")


@dataclass(frozen=True)
class Staffed:
    """The service as each sees it, and what there is in it: a campaign of all three, one that OWN is not in."""

    alone: Running  # with the printed link, which opens nothing any more
    admin: Running
    office: Running
    own: Running
    other: Running
    out: Running
    campaign: str
    foreign: str
    build: str

    @property
    def here(self) -> str:
        return f"/campaigns/{self.campaign}"


def write_marked(folder: Path) -> Path:
    """The small campaign, in which every recommender's material can be told in any answer."""
    write_small_campaign(folder, 3)
    (folder / "attachments").mkdir(exist_ok=True)
    for number, (name, attachment) in enumerate(zip(NAMES, ATTACHMENTS, strict=True)):
        file = folder / "applications" / f"NC-{number + 1:03d}.yaml"
        text = file.read_text(encoding="utf-8").replace(f"{number + 1}号铣床主轴", name)
        lines = [line for line in text.splitlines() if not line.startswith("附件:")]
        file.write_text("\n".join([*lines, f"附件: [{attachment}]", ""]), encoding="utf-8")
        (folder / "attachments" / attachment).write_bytes(pdf_saying(f"secret-of-{number}"))
    return folder


def pdf_saying(text: str) -> bytes:
    """A page with a line of text."""
    content = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(made)
    return made + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        start,
    )


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staffed]:
    folder = write_marked(tmp_path_factory.mktemp("marked") / "marked")
    with running(tmp_path_factory.mktemp("staffed")) as alone:
        campaign = alone.upload(files_of(folder)).json["id"]
        text = (folder / "campaign.yaml").read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if OWN not in line]
        (folder / "campaign.yaml").write_text("\n".join(lines), encoding="utf-8")
        (folder / "applications" / "NC-001.yaml").unlink()
        foreign = alone.upload(files_of(folder)).json["id"]
        build = alone.built(campaign)
        assert build["state"] == "done", build
        people = {
            "admin": person(alone, "admin", "admin"),
            "office": person(alone, "office", "office"),
            "own": person(alone, "own", "recommender", OWN),
            "other": person(alone, "other", "recommender", OTHER),
            "out": replace(alone, token=""),
        }
        yield Staffed(alone, **people, campaign=campaign, foreign=foreign, build=build["id"])


def id_of(path: str) -> str:
    return file_id(path)
