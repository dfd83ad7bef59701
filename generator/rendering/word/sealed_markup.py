"""Markup that a Word template is given, or makes of its own text, stays whole: it can be placed, not cut or changed.

Whoever could cut a `<` out of a run, or replace a name in it, could build a field or a link of data.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from markupsafe import Markup

from generator.ground.environment import StrictEnvironment

# Filters that give a text with other characters, or fewer; of texts without markup they are as useful as ever.
_CHANGING = ("replace", "upper", "lower", "title", "trim", "reverse")


class SealedEnvironment(StrictEnvironment):
    """The environment of Word templates; `seal` closes the filters, the compiler of slices asks `cut`."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """As everywhere, but nothing of markup."""
        return not isinstance(obj, Markup) and super().is_safe_attribute(obj, attr, value)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """As everywhere, but nothing of markup."""
        _require_plain(obj)
        return super().getitem(obj, argument)

    def cut(self, obj: Any, place: slice) -> Any:
        """The slice of a list or a plain text. Raises SecurityError for one of markup."""
        _require_plain(obj)
        return obj[place]

    def seal(self) -> None:
        """No data becomes markup, and no markup is changed."""
        del self.filters["safe"]
        self.filters |= {name: _of_plain(self.filters[name]) for name in _CHANGING}


class SealedCompiler(CodeGenerator):
    """Compiles slices so that the environment is asked: Jinja's own go around it."""

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """`a[b:c]` as a question to the environment, `a[b]` as ever."""
        if not isinstance(node.arg, nodes.Slice):
            super().visit_Getitem(node, frame)
            return
        self.write("environment.cut(")
        self.visit(node.node, frame)
        self.write(", slice(")
        for place, bound in enumerate((node.arg.start, node.arg.stop, node.arg.step)):
            self.write(", " if place else "")
            self.visit(bound or nodes.Const(None), frame)
        self.write("))")


def _require_plain(value: Any) -> None:
    if isinstance(value, Markup):
        raise SecurityError("markup is not cut or changed")


def _of_plain(own: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(own)
    def asked(value: Any, *arguments: Any, **named: Any) -> Any:
        _require_plain(value)
        return own(value, *arguments, **named)

    return asked
