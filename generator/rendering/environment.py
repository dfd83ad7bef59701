"""The one Jinja environment of every template: strict, sandboxed, escaping."""

from __future__ import annotations

from typing import Any

from jinja2 import BaseLoader, StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

LONGEST_REPEAT = 10_000


class _StrictEnvironment(ImmutableSandboxedEnvironment):
    """Refuses what could fill the memory: powers, long repeats, padding by a format."""

    intercepted_binops = frozenset({"**", "*", "%"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """The result of the operator.

        Raises:
            SecurityError: for a power, a format by `%`, or a repeat longer than LONGEST_REPEAT.
        """
        if operator == "**" or (operator == "%" and isinstance(left, str | bytes)):
            raise SecurityError(f"operator {operator} is not allowed")
        if operator == "*":
            for one, times in ((left, right), (right, left)):
                if hasattr(one, "__len__") and len(one) * int(times) > LONGEST_REPEAT:
                    raise SecurityError("the repeated value is too long")
        return super().call_binop(context, operator, left, right)


def environment(loader: BaseLoader | None = None) -> ImmutableSandboxedEnvironment:
    """A fresh environment; a name that the context lacks is an error, and every value is escaped."""
    made = _StrictEnvironment(loader=loader, autoescape=True, undefined=StrictUndefined)
    # `format` pads to any width that a template names.
    del made.filters["format"]
    return made
