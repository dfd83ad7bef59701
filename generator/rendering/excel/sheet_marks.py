"""The marks of an Excel template that are filled together: compiled once, each known by its place."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any

from jinja2 import Template, nodes

from generator.campaign.errors import TemplateError
from generator.ground.environment import FAULTS, StrictEnvironment, environment, explained

_END = "\x1f"  # behind each text; no value holds it, and no file of Excel can


class Marks:
    """Texts with marks, each with the place where it stands, for whoever has to mend it."""

    def __init__(self) -> None:
        """Begin with none."""
        self._marks: list[tuple[str, str]] = []

    def add(self, place: str, mark: str) -> int:
        """The number of the text, from 0."""
        self._marks.append((place, mark))
        return len(self._marks) - 1

    @cached_property
    def _template(self) -> Template:
        body: list[nodes.Node] = []
        for _, mark in self._marks:
            # What a mark sets is known in that mark alone.
            body += (nodes.Scope(_jinja().parse(mark).body), nodes.Output([nodes.TemplateData(_END)]))
        whole = nodes.Template(body, lineno=1)
        whole.set_environment(_jinja())
        return _jinja().from_string(whole)

    def filled(self, context: Mapping[str, Any]) -> list[str]:
        """The texts filled.

        Raises:
            TemplateError: a mark is wrong or names what the context lacks; it tells the place.
            ValueError: a value holds a sign that no file can.
        """
        try:
            texts = self._template.render(context).split(_END)[:-1]
        except FAULTS:
            for place, mark in self._marks:
                _require_sound(place, mark, context)
            raise
        if len(texts) != len(self._marks):
            raise ValueError("文字中有不能写入 Excel 文件的控制字符")
        return texts


def _require_sound(place: str, mark: str, context: Mapping[str, Any]) -> None:
    try:
        _jinja().from_string(mark).render(context)
    except FAULTS as wrong:
        message = f"Excel 模板{place}有误：{explained(wrong)}。请对照 templates/README.md 更正。"
        raise TemplateError(message) from wrong


@cache
def _jinja() -> StrictEnvironment:
    return environment(escape=False)  # a cell is no markup; what XML needs is escaped where it is written
