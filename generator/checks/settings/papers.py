"""Whether titles, letterhead and numbers find room on their pages, known before anything is rendered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.campaign.errors import Place, Problem, error
from generator.campaign.fields import LETTERHEADS
from generator.campaign.records import OfficialText
from generator.campaign.settings import Settings
from generator.composing.fitting.fitting import (
    SMALLEST_CERTIFICATE_TITLE_PT,
    SMALLEST_LETTERHEAD_PT,
    certificate_title_pt,
    document_number_over,
    letterhead_pt,
    longest_certificate_title,
    longest_letterhead,
    own_names,
    title_lines,
)
from generator.reading.raw_campaign import RawCampaign, setting_spot
from generator.reading.yaml_files.file import Map
from generator.typesetting.titles import MOST_LINES


def paper_problems(raw: RawCampaign, settings: Settings, texts: Mapping[str, Any]) -> Iterator[Problem]:
    """What finds no room on notice, bulletin and certificates, in the words of campaign.yaml and the wording files."""
    yield from _head_problems(raw, settings)
    for name in ("notice", "bulletin"):
        if text := texts.get(name):
            yield from _title_problems(raw, name, text, settings)
    if (text := texts.get("certificate")) and "{" not in text.title:
        yield from _certificate_title(raw, text.title)


def _head_problems(raw: RawCampaign, settings: Settings) -> Iterator[Problem]:
    """The letterhead, where there is one, and the documents' numbers: each stands on one line."""
    if settings.letterhead != LETTERHEADS[0] and letterhead_pt(settings.issuer) < SMALLEST_LETTERHEAD_PT:
        message = f"版头的“{settings.issuer}文件”缩到{SMALLEST_LETTERHEAD_PT:g}磅也排不进一行。"
        fix = f"主办单位最多{longest_letterhead()}个字；名称不能缩短的，请把“版头”改为“不印”。"
        yield error("fit", *setting_spot(raw, "issuer"), message, fix)
    for key in ("document_number", "bulletin_number"):
        if over := document_number_over(number := getattr(settings, key)):
            message = f"一行排不下，多出{over}个字。"
            yield error("fit", *setting_spot(raw, key), message, f"最多{len(number) - over}个字，请缩短。")


def _title_problems(raw: RawCampaign, name: str, text: OfficialText, settings: Settings) -> Iterator[Problem]:
    """The title, and for the bulletin the title of its annex: of no more lines than leave room for the text."""
    titles = [("标题", text.title)]
    if name == "bulletin" and text.attachments:
        titles.append(("附件", text.attachments[:1]))
    for label, given in titles:
        lines = title_lines(given, own_names(settings))
        if len(lines) > MOST_LINES:
            over = len("".join(lines[MOST_LINES:]))
            message = f"要排{len(lines)}行，最多{MOST_LINES}行，多出{over}个字。"
            yield error("fit", _of_wording(raw, name, label), label, message, f"请精简{over}个字。")


def _certificate_title(raw: RawCampaign, title: str) -> Iterator[Problem]:
    if certificate_title_pt(title) < SMALLEST_CERTIFICATE_TITLE_PT:
        most = longest_certificate_title()
        message = f"证书上一行排不下，最多{most}个字。"
        yield error("fit", _of_wording(raw, "certificate", "标题"), "标题", message, f"请删减{len(title) - most}个字。")


def _of_wording(raw: RawCampaign, name: str, label: str) -> Place:
    """The line of the wording file on which this part begins."""
    file, node = raw.wording[name]
    return Place(file, line=node.lines.get(label, node.line) if isinstance(node, Map) else 0)
