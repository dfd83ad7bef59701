"""Questions that returned forms leave: what stands where, what was understood, and what it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from generator.arriving.homes import QUESTIONS
from generator.interfaces.web import receiving
from generator.interfaces.web.api.models import CampaignId
from generator.interfaces.web.clerks.discreet import discreet_question
from generator.interfaces.web.clerks.places import spot_in_words
from generator.interfaces.web.clerks.words import plain
from generator.interfaces.web.office import Office, OfficeHere
from generator.interfaces.web.owners.belonging import own_files
from generator.interfaces.web.people.who import ASKING
from generator.interfaces.web.store.store import file_id
from generator.interfaces.web.telling import page, to
from generator.reading.raw_campaign import RETURNED_FOLDER

router = APIRouter(prefix="/campaigns/{campaign}/questions")
QUESTIONS_ON_A_PAGE, MOST_RADIOS, ALIKE = 20, 8, 3
CHOICE, TEXT = "choice-", "text-"
LONGEST_ANSWER = 20_000
PageNumber = Annotated[int, Query(alias="page", ge=1, le=1_000_000)]


@router.get("")
async def questions(
    campaign: CampaignId,
    office: OfficeHere,
    page_number: PageNumber = 1,
    which: str = "open",
    done: int = 0,
    left: int = 0,
) -> HTMLResponse:
    """The questions by project, open ones or those that were answered."""
    return await _page(office, campaign, page_number, which, _Done(done, left))


@dataclass(frozen=True)
class _Done:
    """What was just done with answers; `typed` are those that were not kept, by key, which stand in their boxes."""

    done: int = 0
    left: int = 0
    unusable: int = 0
    refused: int = 0
    typed: Mapping[str, str] = field(default_factory=dict)


async def _page(office: Office, campaign: str, page_number: int, which: str, done: _Done) -> HTMLResponse:
    about = office.store.campaign(campaign)
    files = office.store.files(campaign)
    found = await _questions(office, campaign) if QUESTIONS in files else []
    rows = await office.work.rows(campaign)
    who = ASKING.get()
    names = {row["number"]: row for row in rows["rows"] if not who.is_confined or row["recommender"] == who.recommender}
    answered = sum(one["is_answered"] for one in found)
    wanted = [one for one in found if one["is_answered"] == (which == "answered")]
    wanted.sort(key=lambda one: one["project"])
    pages = max(1, -(-len(wanted) // QUESTIONS_ON_A_PAGE))
    page_number = min(page_number, pages)
    some = wanted[(page_number - 1) * QUESTIONS_ON_A_PAGE : page_number * QUESTIONS_ON_A_PAGE]
    groups = [
        {"number": number, "project": names.get(number), "questions": questions, "alike": _alike(questions)}
        for number, same in groupby(some, key=lambda one: one["project"])
        if (questions := [_shown(one, files, done.typed) for one in same])
    ]
    return page(
        "collecting/questions.html", about=about, step="collect", groups=groups, answered=answered, total=len(found),
        which="answered" if which == "answered" else "open", stop="questions",
        page_number=page_number, pages=pages, done=done,
    )  # fmt: skip


@router.post("")
async def answer(campaign: CampaignId, request: Request, office: OfficeHere) -> Response:
    """Keep the answers of the page and read the forms once more with them."""
    found = await _questions(office, campaign)
    async with request.form(max_fields=10 * QUESTIONS_ON_A_PAGE) as form:
        words = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    answers = _answers(found, words)
    back = f"/campaigns/{campaign}/questions?which={'answered' if words.get('which') == 'answered' else 'open'}"
    if not answers:
        return to(back)
    made = await receiving.answer(office, campaign, answers)
    left = await open_questions(office, campaign) if ASKING.get().is_confined else made.left
    lost = {key: answers[key] for key in (*made.unusable, *made.refused)}
    done = len(answers) - len(lost)
    if not lost:
        return to(f"{back}&done={done}&left={left}")
    told = _Done(done, left, len(made.unusable), len(made.refused), lost)
    return await _page(office, campaign, _page_of(words), words.get("which", ""), told)


def _page_of(words: Mapping[str, str]) -> int:
    """The page of questions on which the form stood."""
    text = words.get("page", "")
    return int(text) if text.isdecimal() and 0 < len(text) < 7 else 1


async def open_questions(office: Office, campaign: str) -> int:
    """How many of the questions that may be seen are open."""
    if QUESTIONS not in office.store.files(campaign):
        return 0
    return sum(not one["is_answered"] for one in await _questions(office, campaign))


async def _questions(office: Office, campaign: str) -> Sequence[Mapping[str, Any]]:
    """The questions that may be seen: a recommender's account sees those of its forms, and of its projects."""
    found: Sequence[Mapping[str, Any]] = (await office.work.questions(campaign))["questions"]
    if ASKING.get().is_confined:
        whose = ASKING.get().recommender
        own = await own_files(office, campaign, whose)
        rows = await office.work.rows(campaign)
        numbers = {row["number"] for row in rows["rows"] if row["recommender"] == whose}
        found = [
            discreet_question(one, whose, rows)
            for one in found
            if (f"{RETURNED_FOLDER}/{one['file']}" in own if one["file"] else one["project"] in numbers)
        ]
    return found


def _answers(found: Sequence[Mapping[str, Any]], words: Mapping[str, str]) -> dict[str, str]:
    """The answers that the page's form gives, by the keys of their questions."""
    made = {}
    for one in found:
        name = file_id(one["key"])
        text = words.get(f"{TEXT}{name}", "").strip()[:LONGEST_ANSWER]
        choice = words.get(f"{CHOICE}{name}", "")
        if not text and choice.isdecimal() and int(choice) < len(one["choices"]):
            text = one["choices"][int(choice)]
        if text and text != one["answer"]:
            made[one["key"]] = text
    return made


def _alike(questions: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """What is written in several fields of a project alike, as 详见附件 is, and in how many."""
    written = Counter(one["raw"] for one in questions if one["raw"])
    text, count = written.most_common(1)[0] if written else ("", 0)
    return {"text": text, "count": count} if count >= ALIKE else None


def _shown(one: Mapping[str, Any], files: Mapping[str, object], typed: Mapping[str, str]) -> dict[str, Any]:
    answer = typed.get(one["key"], one["answer"])
    path = f"{RETURNED_FOLDER}/{one['file']}"
    chosen = one["choices"].index(answer) if answer in one["choices"] else None
    place = spot_in_words(*(one[of] for of in ("file", "table", "row", "column")))
    words = {of: plain(one[of]) for of in ("understood", "fix")}
    return {
        **one, **words, "id": file_id(one["key"]), "place": place, "chosen": chosen,
        "link": file_id(path) if path in files else "", "is_long": len(one["choices"]) > MOST_RADIOS,
        "typed": answer if chosen is None else "",
    }  # fmt: skip
