"""Problems as one recommender may read them: nothing in them says what another handed in, or what was awarded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from generator.arriving.attachments import bare
from generator.composing.names import file_name
from generator.interfaces.web.clerks.problems import ANSWER, headline
from generator.interfaces.web.clerks.words import plain

OF_AWARDS = frozenset({"awards"})
CLASH = "与别的申报单位的材料有重复或冲突。"
ASK = "请核对；确实无误的，请与评选办公室联系。"
SHORTEST_NAME = 2  # of a project's name that would be known in a text


def words_of_others(recommender: str, rows: Mapping[str, Any]) -> tuple[str, ...]:
    """What in a text would speak of others: their names, the files with their projects, the projects' names."""
    own = {row["name"] for row in rows["rows"] if row["recommender"] == recommender}
    others = [row for row in rows["rows"] if row["recommender"] != recommender]
    names = [name for name in rows["recommenders"] if name != recommender]
    words = [*names, *map(file_name, names)]
    for row in others:
        words += [row["file"], PurePosixPath(row["file"]).name]
        if len(row["name"]) >= SHORTEST_NAME and row["name"] not in own:
            words.append(row["name"])
    return tuple(dict.fromkeys(word for word in words if word))


def discreet(code: str, message: str, fix: str, others: Sequence[str]) -> tuple[str, str] | None:
    """Message and remedy as the recommender may read them; None where it may not read the problem at all."""
    if code in OF_AWARDS or "获奖" in message or "证书" in message:
        return None
    if any(word in message or word in fix for word in others):
        return CLASH, ASK
    return message, fix


def discreet_problems(found: Iterable[dict[str, Any]], others: Sequence[str]) -> list[dict[str, Any]]:
    """The problems of a page that may be read."""
    made = []
    for one in found:
        said = discreet(one["code"], one["message"], one["fix"], others)
        if said is not None:
            made.append(
                {
                    **one,
                    "message": said[0],
                    "fix": said[1],
                    "shown": _shown(one, plain(said[0]), plain(said[1]), others),
                }
            )
    return made


def discreet_question(one: Mapping[str, Any], recommender: str, rows: Mapping[str, Any]) -> dict[str, Any]:
    """A question about a returned form without the projects of others that may be chosen, or that it speaks of."""
    others = words_of_others(recommender, rows)
    own = {row["number"] for row in rows["rows"] if row["recommender"] == recommender}
    numbers = {row["number"] for row in rows["rows"]} - own - {""}

    def is_own(text: str) -> bool:
        return text.partition(" ")[0] not in numbers and not any(bare(word) in bare(text) for word in others)

    said = {part: one[part] if is_own(one[part]) else "" for part in ("understood", "around", "fix")}
    project = "" if one["project"] in numbers else one["project"]
    return {**one, **said, "project": project, "choices": [text for text in one["choices"] if is_own(text)]}


def _shown(one: Mapping[str, Any], said: str, remedy: str, others: Sequence[str]) -> dict[str, Any]:
    """What a page shows of the problem; where it speaks of others, not what stands there."""
    waits = one["shown"].get("remedy") == ANSWER and said != CLASH
    shown = {
        **one["shown"], "said": said, "remedy": ANSWER if waits else remedy,
        "headline": headline(one["shown"]["label"], said),
    }  # fmt: skip
    for part in ("where", "name"):
        if any(word in shown[part] for word in others):
            shown[part] = ""
    return shown if said != CLASH else {**shown, "strip": []}
