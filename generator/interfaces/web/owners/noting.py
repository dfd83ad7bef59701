"""What the log of actions says of a request: before anybody hears that something was done, it is written down."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

from generator.campaign.errors import MachineError
from generator.interfaces.web.office import Office
from generator.interfaces.web.people.log import Done
from generator.interfaces.web.people.rights import Judged
from generator.interfaces.web.people.who import Role, Who
from generator.interfaces.web.refusals import RefusedError

LOG = logging.getLogger("wuxiao.serve")
IN_CAMPAIGN = re.compile(r"/campaigns/([0-9a-f]{24})(?![0-9a-f])")
DONE_BELOW = 400  # the status of an answer that is no refusal


class Noted(NamedTuple):
    """An entry of the log, but for whether it came about."""

    who: Who
    done: Done


def to_note(office: Office, who: Who, found: Judged | None) -> Noted | None:
    """What the log is to say of the request; None where nothing: it changes nothing, or nobody has an account."""
    if found is None or not found.right.verb or who.role in (None, Role.ALONE):
        return None
    campaign = found.named.get("campaign", "")[:24]
    return Noted(who, Done(found.right.verb, campaign, _title(office, campaign)))


def note(office: Office, noted: Noted, status: int, headers: Mapping[str, str]) -> None:
    """Write into the log what was done, or that it was not."""
    done = noted.done._replace(done=status < DONE_BELOW)
    goes_to = IN_CAMPAIGN.search(headers.get("location", ""))
    campaign = done.campaign or (goes_to[1] if goes_to else "")  # of one that is new
    done = done._replace(campaign=campaign, title=done.title or _title(office, campaign))
    try:
        office.sessions.people.note(noted.who, done)
    except MachineError as wrong:  # what was done is done, and is told
        LOG.error("the log of actions was not written: %s", type(wrong).__name__)


def _title(office: Office, campaign: str) -> str:
    with suppress(RefusedError, OSError):
        return office.store.campaign(campaign).name if campaign else ""
    return ""
