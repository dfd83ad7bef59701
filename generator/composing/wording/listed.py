"""Lists of which wording names some members by number (申报数量[0], 等次[1]), so that others are left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import nodes

from generator.composing.wording.language import parsed

COUNTED = {"申报数量": "组", "等次": "个", "组织奖": "个"}  # lists that are printed whole or wrongly; their classifiers
_CONDITIONS = (nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand)
_Use = tuple[str, int | None]  # a list, and the place of the member used; None where the whole list is


@dataclass(frozen=True)
class LeftOut:
    """Members of a list that no text names, and the line of the last text that names others."""

    line: int
    name: str
    message: str
    fix: str


def left_out(texts: Sequence[tuple[int, str]], context: Mapping[str, Any]) -> Iterator[LeftOut]:
    """What the texts, each with its line, leave out of the lists that they name by number."""
    uses = [(line, *use) for line, text in texts if "{" in text for use in _uses(parsed(text))]
    for name, classifier in COUNTED.items():
        named = {place: line for line, used, place in uses if used == name}
        if not named or None in named or not isinstance(context.get(name), Sequence):
            continue
        members = context[name]
        places = {place % len(members) for place in named if place is not None and members}
        rest = [place for place in range(len(members)) if place not in places]
        if rest:
            called = "、".join(f"第{place + 1}{classifier}（{_called(members[place])}）" for place in rest)
            message = f"{name}有{len(members)}{classifier}，文字里漏了{called}，不会印出。"
            yield LeftOut(max(named.values()), name, message, _fix(name))


def missing_member(text: str, context: Mapping[str, Any]) -> str:
    """What is wrong, where the text names a member that its list does not have; else empty."""
    for name, place in _uses(parsed(text), tuple(context)):
        members = context.get(name)
        if place is not None and isinstance(members, list | tuple) and place >= len(members):
            return f"{name}只有{len(members)}{COUNTED.get(name, '个')}，没有{name}[{place}]（从0数起）。"
    return ""


def _fix(name: str) -> str:
    if name == "组织奖":
        return "请改用 {{ 组织奖|顿号 }}，有几个就印几个。"
    return f"请改用 {{% for 一个 in {name} %}}…{{% endfor %}}，有几{COUNTED[name]}就印几{COUNTED[name]}。"


def _called(member: Any) -> str:
    if not isinstance(member, Mapping):
        return str(member)
    return f"{'、'.join(member['单位'])}，{member['数量']}项" if "单位" in member else f"{member['名称']}"


def _uses(tree: nodes.Node, names: Sequence[str] = tuple(COUNTED)) -> Iterator[_Use]:
    """Every use of the lists in the tree, but for asking whether there are any or how many."""
    for child in tree.iter_child_nodes():
        match child:
            case nodes.Getitem(node=nodes.Name(name=name), arg=nodes.Const(value=int(place))) if name in names:
                yield name, place
            case nodes.Filter(name="first" | "last" as which, node=nodes.Name(name=name)) if name in names:
                yield name, 0 if which == "first" else -1
            case nodes.Filter(name="length" | "count", node=nodes.Name()):
                pass
            case nodes.Name(name=name) if name in names:
                if not _asked(tree, child):
                    yield name, None
            case _:
                yield from _uses(child, names)


def _asked(parent: nodes.Node, child: nodes.Node) -> bool:
    """Whether the parent asks of the list only whether it has members."""
    if isinstance(parent, nodes.If | nodes.CondExpr):
        return parent.test is child
    return isinstance(parent, _CONDITIONS)
