"""The pages of a campaign's settings and wording: forms beside the notice as it will print."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Path, Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, Response

from generator.interfaces.web.api.models import CampaignId
from generator.interfaces.web.limits import LONGEST_NAME, LONGEST_TYPED
from generator.interfaces.web.office import Office, OfficeHere
from generator.interfaces.web.owners.leaving import LIST, agreement, leaving
from generator.interfaces.web.pages import settings_form, wording_form
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.placing import there
from generator.interfaces.web.telling import JsonAnswer, download_response, page, to
from generator.interfaces.web.work.drafts import PAGES_DRAWN
from generator.interfaces.web.work.trials import Trial
from generator.reading.raw_campaign import NOTICE_FILE, SETTINGS_FILE

router = APIRouter(prefix="/campaigns/{campaign}")
MOST_BOXES, LONGEST_BOX_BYTES = 20_000, 200_000  # of one form
# What came before a form is shown: it was kept, or not, because somebody else changed the same meanwhile.
# Or what goes by it is asked about first: recommenders with projects or accounts.
After = Literal["", "saved", "behind", "leaving"]
_STATUS: Mapping[After, int] = {"": 200, "saved": 200, "behind": 409, "leaving": 409}


@dataclass(frozen=True)
class _Told:
    """What the settings' page tells: what came before, what pressing 仍要保存 agrees to, a name and what is wrong."""

    after: After = ""
    agreed: str = ""
    renamed: tuple[str, str] = ("", "")


UNREADABLE = "这个活动的设置文件读不出来，不能在这里改。"


async def form_of(request: Request) -> FormData:
    """What was typed. Raises RefusedError where it is more than a form holds."""
    return await request.form(max_fields=MOST_BOXES, max_part_size=LONGEST_BOX_BYTES)


@router.get("/settings")
async def settings(campaign: CampaignId, office: OfficeHere, saved: bool = False) -> HTMLResponse:
    """All settings, each with what is wrong with it, beside the notice."""
    seen = _state(office, campaign, SETTINGS_FILE)  # before the form is made: what is saved meanwhile is told
    trial = await office.trials.of(campaign)
    return _settings_page(office, campaign, trial, seen, _Told("saved" if saved else ""))


@router.post("/settings")
async def keep_settings(campaign: CampaignId, request: Request, office: OfficeHere) -> Response:
    """Keep what was typed, also where something is wrong with it: it is told at its box."""
    form = await form_of(request)
    trial = await office.trials.of(campaign, settings=settings_form.typed(form))
    now = _state(office, campaign, SETTINGS_FILE)
    trial, agreed = await _with_leaving(office, campaign, trial)
    if _is_behind(form, now, trial.file(SETTINGS_FILE)):
        return _settings_page(office, campaign, trial, now, _Told("behind"))
    if form.get("agreed", "") != agreed and agreed:
        return _settings_page(office, campaign, trial, now, _Told("leaving", agreed))
    office.keep(campaign, {SETTINGS_FILE: trial.file(SETTINGS_FILE)}, "修改了设置。")
    return to(f"/campaigns/{campaign}/settings?saved=true")


@router.post("/settings/preview")
async def try_settings(campaign: CampaignId, request: Request, office: OfficeHere) -> JsonAnswer:
    """What is wrong with what is typed so far, and the notice's pages with it."""
    form = await form_of(request)
    trial = await office.trials.of(campaign, settings=settings_form.typed(form))
    _require(trial, "settings")
    trial, _ = await _with_leaving(office, campaign, trial)
    return _previewed(office, campaign, trial, "settings", settings_form.wrongs(trial.told, form))


@router.post("/rename")
async def rename(
    campaign: CampaignId, office: OfficeHere, name: Annotated[str, Form(max_length=LONGEST_TYPED)] = ""
) -> Response:
    """Give the campaign another name."""
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        wrong = f"名称要有1到{LONGEST_NAME}个字，填的有{len(name)}个。" if name.isprintable() else "名称要写在一行里。"
        seen = _state(office, campaign, SETTINGS_FILE)
        trial = await office.trials.of(campaign)
        return _settings_page(office, campaign, trial, seen, _Told(renamed=(name, wrong if name else "没有填写名称。")))
    office.rename(campaign, name)
    return to(f"/campaigns/{campaign}/settings")


@router.get("/wording")
async def wording(campaign: CampaignId, office: OfficeHere, saved: bool = False) -> HTMLResponse:
    """The notice's paragraphs beside its pages."""
    seen = _state(office, campaign, NOTICE_FILE)  # before the form is made: what is saved meanwhile is told
    trial = await office.trials.of(campaign)
    return _wording_page(office, campaign, trial, seen, "saved" if saved else "")


@router.post("/wording")
async def keep_wording(campaign: CampaignId, request: Request, office: OfficeHere) -> Response:
    """Keep what was typed, with a paragraph moved, added or taken out where that was asked."""
    form = await form_of(request)
    trial = await office.trials.of(campaign, wording=wording_form.typed(form))
    now = _state(office, campaign, NOTICE_FILE)
    if _is_behind(form, now, trial.file(NOTICE_FILE)):
        return _wording_page(office, campaign, trial, now, "behind")
    office.keep(campaign, {NOTICE_FILE: trial.file(NOTICE_FILE)}, "修改了通知的文字。")
    if (blank := wording_form.blank_at(form)) is not None:
        return _wording_page(office, campaign, trial, _state(office, campaign, NOTICE_FILE), "saved", blank)
    return to(f"/campaigns/{campaign}/wording?saved=true{wording_form.place(form)}")


@router.post("/wording/preview")
async def try_wording(campaign: CampaignId, request: Request, office: OfficeHere) -> JsonAnswer:
    """What is wrong with what is typed so far, and the notice's pages with it."""
    form = await form_of(request)
    trial = await office.trials.of(campaign, wording=wording_form.typed(form))
    _require(trial, "wording")
    return _previewed(office, campaign, trial, "wording", wording_form.wrongs(trial.told, form))


@router.get("/trials/{key}/{number}.png")
async def trial_page(
    campaign: CampaignId,
    key: Annotated[str, Path(pattern=r"^[0-9a-f]{24}$")],
    number: Annotated[int, Path(ge=1, le=PAGES_DRAWN)],
    office: OfficeHere,
) -> Response:
    """A page of the notice as somebody's typing would print it."""
    return download_response(office.trials.page(campaign, key, number), "image/png", f"{number}.png", "inline")


async def _with_leaving(office: Office, campaign: str, trial: Trial) -> tuple[Trial, str]:
    """The trial with a word on every recommender with material that goes by it, and what says that this is wanted."""
    before = (await office.trials.of(campaign, draw=False)).told["settings"]
    if before is None or trial.told["settings"] is None:
        return trial, ""
    gone = await leaving(office, campaign, *(one["rows"][LIST] for one in (before, trial.told["settings"])))
    problems = [*trial.told["problems"], *(one.problem for one in gone)]
    return replace(trial, told={**trial.told, "problems": problems}), agreement(gone)


def _settings_page(office: Office, campaign: str, trial: Trial, seen: str, told: _Told | None = None) -> HTMLResponse:
    told = told or _Told()
    _require(trial, "settings")
    groups = settings_form.groups(trial.told)
    return page(
        "settings.html", 422 if told.renamed[1] else _STATUS[told.after], renamed=told.renamed, after=told.after,
        agreed=told.agreed, about=office.store.campaign(campaign), step="settings", groups=groups,
        seen=seen, elsewhere=settings_form.elsewhere(trial.told, groups),
        errors=_errors(trial, "settings"), others=_errors(trial, "wording"), other=("wording", "通知文字"),
        first=settings_form.first_wrong(groups), reminders=_errors(trial, "settings", "warning"),
        **_shown(campaign, trial),
    )  # fmt: skip


def _wording_page(
    office: Office, campaign: str, trial: Trial, seen: str, after: After = "", blank_at: int | None = None
) -> HTMLResponse:
    _require(trial, "wording")
    form = wording_form.shown(trial.told, blank_at)
    return page(
        "wording.html", _STATUS[after], about=office.store.campaign(campaign), step="wording", seen=seen, after=after,
        form=form, first=wording_form.first_wrong(form), errors=_errors(trial, "wording"),
        reminders=_errors(trial, "wording", "warning"),
        others=_errors(trial, "settings"), other=("settings", "设置"), **_shown(campaign, trial),
    )  # fmt: skip


def _state(office: Office, campaign: str, name: str) -> str:
    """What tells the file as it stands from every other; nothing where there is none."""
    file = office.store.files_folder(campaign) / name
    with there():
        return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def _is_behind(form: FormData, now: str, typed: bytes) -> bool:
    """Whether the file was changed since the form was shown, to something else than what was typed: two windows."""
    return form.get("seen", now) != now and hashlib.sha256(typed).hexdigest() != now


def _require(trial: Trial, part: str) -> None:
    if trial.told[part] is None:
        said = "".join(f"{one['message']}{one['fix']}" for one in trial.told["problems"] if one["file"] == part)
        raise RefusedError("upload-unusable", UNREADABLE, said or "请重新上传。")


def _errors(trial: Trial, part: str, severity: str = "error") -> int:
    return sum(one["severity"] == severity and one["file"] == part for one in trial.told["problems"])


def _shown(campaign: str, trial: Trial) -> Mapping[str, Any]:
    pages: int = trial.told["pages"]
    return {
        "pages": pages,
        "drawn": [f"/campaigns/{campaign}/trials/{trial.key}/{one + 1}.png" for one in range(min(pages, PAGES_DRAWN))],
    }


def _previewed(office: Office, campaign: str, trial: Trial, part: str, wrong: Mapping[str, str]) -> JsonAnswer:
    shown = _shown(campaign, trial)
    drawn = [office.service.under(address) for address in shown["drawn"]]
    return JsonAnswer({"wrong": wrong, "errors": _errors(trial, part), "pages": shown["pages"], "drawn": drawn})
