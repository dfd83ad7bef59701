"""Whether the service lives, and whether it can do what it is asked: for whatever watches over it, without a login."""

from __future__ import annotations

from fastapi import APIRouter

from generator.interfaces.web.office import OfficeHere
from generator.interfaces.web.telling import JsonAnswer

router = APIRouter()
WATCHED = ["GET", "HEAD"]  # some that watch ask for the head alone


@router.api_route("/healthz", methods=WATCHED)
async def lives() -> JsonAnswer:
    """That the service answers."""
    return JsonAnswer({"ok": True})


@router.api_route("/readyz", methods=WATCHED)
async def is_ready(office: OfficeHere) -> JsonAnswer:
    """Whether work can be given to it, 503 where not."""
    ready = await office.readiness.is_ready()
    return JsonAnswer({"ok": ready}, 200 if ready else 503)
