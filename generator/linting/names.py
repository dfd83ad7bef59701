"""The names that a template uses, held against what it is given: unknown ones, and those that it leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from difflib import get_close_matches
from typing import Any

from jinja2 import nodes
from markupsafe import Markup

Values = Sequence[Any]  # what a name may stand for, one for each context; None where that is not known
Known = Mapping[str, Values | None]
NEAR_ENOUGH = 0.65  # of difflib, from 0 to 1
_OPEN: None = None


@dataclass(frozen=True)
class Unknown:
    """A name that the template is not given, at a line; `near` are names that it may mean, or all there are."""

    name: str
    line: int
    near: tuple[str, ...]
    is_near: bool


@dataclass
class _Reader:
    """Walks through a template with what its names stand for."""

    unknown: list[Unknown] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def visit(self, node: nodes.Node, known: dict[str, Values | None]) -> Values | None:
        """What the expression may stand for; statements bind their names in `known`."""
        match node:
            case nodes.Stmt():
                self._statement(node, known)
            case nodes.Name(ctx="load"):
                return self._name(node, known)
            case nodes.Getattr():
                return self._entry(node, node.attr, known)
            case nodes.Getitem(arg=nodes.Const(value=str(name))):
                return self._entry(node, name, known)
            case nodes.Getitem():
                self.visit(node.arg, known)
                return _elements(self.visit(node.node, known))
            case nodes.Test(name="defined" | "undefined"):
                pass  # asked about, not used
            case _:
                self._below(node, known)
        return _OPEN

    def _statement(self, node: nodes.Stmt, known: dict[str, Values | None]) -> None:
        match node:
            case nodes.For():
                self._loop(node, known)
            case nodes.Assign():
                value = self.visit(node.node, known)
                _bind(node.target, value, known)
            case nodes.With():
                self._with(node, known)
            case nodes.Macro() | nodes.CallBlock():
                inner = known | {one.name: _OPEN for one in node.args} | {"caller": _OPEN, "varargs": _OPEN}
                self._below(node, inner)
                if isinstance(node, nodes.Macro):
                    known[node.name] = _OPEN
            case nodes.Import():
                known[node.target] = _OPEN
            case nodes.FromImport():
                known.update({one if isinstance(one, str) else one[1]: _OPEN for one in node.names})
            case _:
                self._below(node, known)

    def _below(self, node: nodes.Node, known: dict[str, Values | None]) -> None:
        for child in node.iter_child_nodes():
            self.visit(child, known)

    def _name(self, node: nodes.Name, known: Known) -> Values | None:
        self.used.add(node.name)
        if node.name not in known:
            self._note(node.name, node.lineno, [key for key, values in known.items() if values is not _OPEN])
            return _OPEN
        return known[node.name]

    def _entry(self, node: nodes.Getattr | nodes.Getitem, name: str, known: dict[str, Values | None]) -> Values | None:
        owners = self.visit(node.node, known)
        if path := _path(node):
            self.used.add(path)
        if owners is None or not all(_names_of(one) for one in owners):
            return _OPEN  # of a text or a list the sandbox decides what may be asked
        entries = [_entries(one)[name] for one in owners if name in _names_of(one)]
        if not entries:
            self._note(name, node.lineno, sorted(set().union(*map(_names_of, owners))))
            return _OPEN
        return entries

    def _loop(self, node: nodes.For, known: dict[str, Values | None]) -> None:
        inner = {**known, "loop": _OPEN}
        _bind(node.target, _elements(self.visit(node.iter, known)), inner)
        for child in (*node.body, *([node.test] if node.test else [])):
            self.visit(child, inner)
        for child in node.else_:
            self.visit(child, known)

    def _with(self, node: nodes.With, known: dict[str, Values | None]) -> None:
        inner = dict(known)
        for target, given in zip(node.targets, node.values, strict=True):
            _bind(target, self.visit(given, known), inner)
        for child in node.body:
            self.visit(child, inner)

    def _note(self, name: str, line: int, known: Sequence[str]) -> None:
        near = get_close_matches(name, known, n=1, cutoff=NEAR_ENOUGH)
        self.unknown.append(Unknown(name, line, tuple(near or known), bool(near)))


def names_in(
    tree: nodes.Template, contexts: Sequence[Mapping[str, Any]], others: Iterable[str] = ()
) -> tuple[list[Unknown], set[str]]:
    """The names that none of the contexts has, and the names and paths (`slots.name`) that the template uses.

    `others` are known besides: functions, and what every page gets.
    """
    keys = {key for context in contexts for key in context}
    known: dict[str, Values | None] = dict.fromkeys(others, _OPEN)
    known |= {key: [context[key] for context in contexts if key in context] for key in sorted(keys)}
    reader = _Reader()
    reader.visit(tree, known)
    return reader.unknown, reader.used


def _bind(target: nodes.Node, values: Values | None, known: dict[str, Values | None]) -> None:
    if isinstance(target, nodes.Name):
        known[target.name] = values
    else:
        known.update({one.name: _OPEN for one in target.find_all(nodes.Name)})


def _elements(values: Values | None) -> Values | None:
    """What the lists hold; not known where any of them is no list, or all are empty."""
    if values is None or not all(isinstance(one, list | tuple) for one in values):
        return _OPEN
    return [element for one in values for element in one] or _OPEN


def _names_of(value: Any) -> frozenset[str]:
    return frozenset(_entries(value))


def _entries(value: Any) -> Mapping[str, Any]:
    """The entries of a mapping or record, empty for everything else."""
    if isinstance(value, Mapping):
        return value
    if is_dataclass(value) and not isinstance(value, type | Markup):
        about = [one for one in dir(type(value)) if not one.startswith("_") and not callable(getattr(type(value), one))]
        return {name: getattr(value, name) for name in (*about, *(one.name for one in fields(value)))}
    return {}


def _path(node: nodes.Node) -> str:
    """`a.b.c` for such a chain, empty for another expression."""
    names: list[str] = []
    while isinstance(node, nodes.Getattr):
        names.append(node.attr)
        node = node.node
    return ".".join([node.name, *reversed(names)]) if isinstance(node, nodes.Name) else ""


def left_out(used: set[str], by_own: set[str]) -> Iterator[str]:
    """What the program's own template prints and this one does not."""
    for name in sorted(by_own - used):
        whole = name.split(".")[0]
        if "." not in name or whole in used:  # a record that is not used at all is told once
            yield name
