"""What is known of a build's output besides its manifest: whose the projects are, what was left out, how pages look."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from generator.ground.disk import PRIVATE_FOLDER, write_new

TOLD_FOLDER, TOLD_FILE = "told", "told.json"  # beside the output
A4 = (210.0, 297.0)


@dataclass(frozen=True)
class Omitted:
    """Something that an error kept from being made: what, of whom, which papers, and why."""

    name: str
    recommender: str
    papers: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """The units of the projects by number, what was left out, width and height of pages by kind or path.

    `recommenders` are their names in paths, in the campaign's order.
    """

    units: Mapping[str, str] = field(default_factory=dict)
    omitted: Sequence[Omitted] = ()
    shapes: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    recommenders: Sequence[str] = ()

    def picture_size(self, kind: str, path: str, width: int) -> tuple[int, int]:
        """Width and height in pixels of a page of the file drawn this wide, as far as known before it is drawn.

        A picture with both keeps its place on the page while it comes: nothing below it moves away from a click.
        """
        across, down = self.shapes.get(path) or self.shapes.get(kind) or A4
        return width, round(width * down / across)


def write_told(folder: Path, told: Told) -> None:
    """Write it into a new folder."""
    folder.mkdir(mode=PRIVATE_FOLDER)
    write_new(folder / TOLD_FILE, [json.dumps(asdict(told)).encode()], flush=True)


def read_told(build_folder: Path) -> Told:
    """What is known of a build; nothing of one that an earlier version made."""
    try:
        found = json.loads((build_folder / TOLD_FOLDER / TOLD_FILE).read_bytes())
        omitted = [Omitted(**one | {"reasons": tuple(one["reasons"])}) for one in found["omitted"]]
        shapes = {name: (float(width), float(height)) for name, (width, height) in found["shapes"].items()}
        return Told(found["units"], omitted, shapes, found["recommenders"])
    except (OSError, ValueError, TypeError, LookupError):
        return Told()
