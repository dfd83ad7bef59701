"""The folder of a service of some version, with invented data.

`PYTHONPATH=.:tests python tests/support/earlier_state.py FILE` is run once in the tree of a version, before the form of
what the service keeps changes. What it writes stays in `tests/interfaces/service/earlier/` under the number of the
form, and later versions must open it.
"""

from __future__ import annotations

import sys
import tarfile
import tempfile
from pathlib import Path

from support.services import Running, files_of, running
from support.small_campaign import write_small_campaign

LEFT_OUT = {"tmp", "lock"}
NAME = "早先的活动"


def fill(service: Running, folder: Path) -> str:
    """A campaign with versions, a build of signed certificates, and one that was removed; its name in addresses."""
    campaign = str(service.upload(files_of(write_small_campaign(folder / "活动", 3))).json["id"])
    assert service.fill(f"/campaigns/{campaign}/rename", {"name": NAME}).status == 303
    assert service.upload({"活动/附件说明.txt": b"..."}, f"/api/v1/campaigns/{campaign}/files").status in (200, 400)
    order = service.fill(f"/campaigns/{campaign}/builds", {"kinds": "certificate", "formats": "pdf"})
    assert order.status == 303, order
    build = f"/api/v1{order.headers['location']}"
    assert b'"done"' in service.ask("GET", f"{build}/events").body.split(b"data: ")[-1]
    removed = str(service.upload(files_of(folder / "活动")).json["id"])
    gone = service.fill(f"/campaigns/{removed}/remove", {"name": "活动"})
    assert gone.status in (200, 303), gone
    return campaign


def main(target: Path) -> None:
    """Write the folder of the service as a tar."""
    with tempfile.TemporaryDirectory() as made:
        with running(Path(made)) as service:
            fill(service, Path(made))
        with tarfile.open(target, "w:gz") as package:
            for path in sorted((Path(made) / "state").rglob("*")):
                name = path.relative_to(Path(made) / "state")
                if name.parts[0] not in LEFT_OUT:
                    package.add(path, f"state/{name}", recursive=False, filter=_nobody)


def _nobody(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


if __name__ == "__main__":
    main(Path(sys.argv[1]))
