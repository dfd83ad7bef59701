"""An upload before it is taken in: what each file was taken for, what it replaces and changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from generator.arriving.found import SEVERAL, Kind, Plan, Sorted, Taken
from generator.interfaces.web import receiving
from generator.interfaces.web.api.models import CampaignId
from generator.interfaces.web.clerks.folders import place_label
from generator.interfaces.web.office import Office, OfficeHere
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.arrivals import Arrival
from generator.interfaces.web.store.history import known_names
from generator.interfaces.web.telling import page, to

router = APIRouter(prefix="/campaigns/{campaign}/arrivals/{arrival}")
SURE_SHOWN, ATTACHMENTS_SHOWN, PROJECTS_SHOWN = 100, 20, 2_000
WITH_RECOMMENDER = (Kind.WORKBOOK, Kind.FORM, Kind.SUMMARY)


@router.get("")
async def one(campaign: CampaignId, arrival: str, office: OfficeHere) -> HTMLResponse:
    """What was sent, and what taking it in does."""
    return await _page(office, campaign, office.arrivals(campaign).about(arrival))


@router.post("")
async def choose(campaign: CampaignId, arrival: str, request: Request, office: OfficeHere) -> Response:
    """Keep what was chosen; take the upload in where that is asked and what it does was seen."""
    own = office.arrivals(campaign)
    async with request.form(max_fields=20_000) as form:
        words = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    if "drop" in words:
        await receiving.drop(office, campaign, arrival)
        return to(f"/campaigns/{campaign}")
    about = own.about(arrival)
    _, before = await receiving.planned(office, campaign, about)
    about = receiving.choose(office, campaign, about, _choices(words, before))
    _, after = await receiving.planned(office, campaign, about)
    unsure = any(not file.is_sure for file in after.files)
    seen = _does(before) == _does(after)
    if "take" not in words or unsure or not seen:
        why = "" if "take" not in words else "有的文件还没有选好。" if unsure else "选择改变了放入的结果，请再看一看。"
        return await _page(office, campaign, about, why)
    made = await receiving.take(office, campaign, about)
    if isinstance(made, Plan):
        return await _page(office, campaign, about)
    return to(receiving.after(campaign, about, made))


def _does(plan: Plan) -> object:
    """What of a plan somebody has to have seen: what goes and what changes."""
    return plan.replaced, [(one.recommender, one.gone, one.changed) for one in plan.effects]


def _choices(words: Mapping[str, str], plan: Plan) -> dict[str, str]:
    """What the form chose of the files, by their ids."""
    whose = words.get("whose", "")
    made = {}
    for one in plan.files:
        chosen = words.get(f"as-{one.id}")
        if chosen is None and one.taken.kind is Kind.ATTACHMENT and not one.is_sure:
            chosen = str(Taken(one.taken.kind, one.taken.recommender))  # one of very many: it waits unsorted
        if chosen is None:
            continue
        taken = _taken(chosen)
        if whose and not one.is_sure and not taken.recommender and taken.kind in (*WITH_RECOMMENDER, Kind.ATTACHMENT):
            taken = Taken(taken.kind, whose, taken.project, taken.adds)
        if taken.kind is Kind.ATTACHMENT:
            taken = Taken(taken.kind, taken.recommender, words.get(f"project-{one.id}", "").strip())
        made[one.id] = str(taken)
    return made


def _taken(text: str) -> Taken:
    try:
        return Taken.of(text)
    except ValueError:
        raise RefusedError("invalid") from None


async def _page(office: Office, campaign: str, about: Arrival, why: str = "") -> HTMLResponse:
    campaign_about = office.store.campaign(campaign)
    _, plan = await receiving.planned(office, campaign, about)
    rows = await office.work.rows(campaign)
    recommenders = [about.recommender] if about.only else rows["recommenders"]
    versions = office.history(campaign).versions()
    names, days = known_names(versions), {one.path: version.made for version in versions for one in version.changes}
    files = [one for one in plan.files if one.id not in plan.refused]
    unsure = [one for one in files if not one.is_sure and one.taken.kind is not Kind.ATTACHMENT]
    loose = [one for one in files if not one.is_sure and one.taken.kind is Kind.ATTACHMENT]
    unsure += loose[:ATTACHMENTS_SHOWN]
    sure = [one for one in files if one.is_sure]
    replaced = [
        {"place": place_label(path), "name": names.get(path, ""), "made": days.get(path), "gone": plan.writes.get(path)}
        for path in plan.replaced
    ]
    return page(
        "collecting/arrival.html", about=campaign_about, step="collect", arrival=about, plan=plan, why=why,
        unsure=[_shown(one, recommenders, about.only) for one in unsure], loose=max(0, len(loose) - ATTACHMENTS_SHOWN),
        sure=[_shown(one, recommenders, about.only) for one in sure[:SURE_SHOWN]], stop="own",
        refused=[one for one in plan.files if one.id in plan.refused],
        more=max(0, len(sure) - SURE_SHOWN), replaced=replaced,
        names=recommenders, numbers=list(plan.numbers.items())[:PROJECTS_SHOWN],
        asks_whose=sum(not one.taken.recommender and one.taken.kind in WITH_RECOMMENDER for one in unsure) > 1,
    )  # fmt: skip


def _shown(one: Sorted, names: Sequence[str], only: bool) -> dict[str, object]:
    """A file with the choices of what it may be taken for; whose it is nobody asks who may send the `only` one's."""
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    plain: list[tuple[str, str]] = []
    for kind in one.among:
        if kind is Kind.WORKBOOK:
            groups.append(("填报表", [(str(Taken(kind, name)), name) for name in names]))
            groups.append(
                ("填报表，补充到原来的", [(str(Taken(kind, name, adds=True)), f"{name}（补充）") for name in names])
            )
            plain += [] if only else [(str(Taken(kind, SEVERAL)), "填报表，有几家申报单位")]
        elif kind in (Kind.FORM, Kind.SUMMARY):
            groups.append((kind.label, [(str(Taken(kind, name)), name) for name in names]))
            plain += [(str(Taken(kind)), f"{kind.label}，不知道是谁的")] if kind is Kind.FORM and not only else []
        elif kind is Kind.ATTACHMENT:
            plain.append((str(Taken(kind, one.taken.recommender)), "附件"))
        else:
            whose = one.taken.recommender if kind is Kind.APART else ""
            plain.append((str(Taken(kind, whose)), kind.label))
    value = str(Taken(one.taken.kind, one.taken.recommender, adds=one.taken.adds))
    known = {key for key, _ in plain} | {key for _, same in groups for key, _ in same}
    project = f"{one.taken.project}" if one.taken.project else ""
    return {
        "file": one, "plain": plain, "groups": groups, "value": value if value in known else "", "project": project,
        "place": place_label(one.place) if one.place else "", "may_attach": Kind.ATTACHMENT in one.among,
    }  # fmt: skip
