"""The one strict Jinja environment that every template and wording runs in.

Data is never evaluated: values are escaped, unknown names are errors, and expressions that could fill the
memory (powers, long repeats, padding by a format) are refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import BaseLoader, StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

LONGEST_REPEAT = 10_000
_METHODS = frozenset(dir(dict))


class StrictEnvironment(ImmutableSandboxedEnvironment):
    """Sandboxed Jinja that also refuses powers, long repeats and padding by a format."""

    intercepted_binops = frozenset({"**", "*", "%"})

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`obj.attribute`: of a plain dictionary its entry at once, of all else what the sandbox allows."""
        if type(obj) is dict and attribute in obj and attribute not in _METHODS:
            return obj[attribute]
        return super().getattr(obj, attribute)

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


def environment(
    loader: BaseLoader | None = None, filters: Mapping[str, Any] | None = None, *, escape: bool = True
) -> StrictEnvironment:
    """A fresh environment with these filters added. `escape=False` is for text that a later template escapes."""
    made = StrictEnvironment(loader=loader, autoescape=escape, undefined=StrictUndefined)
    del made.filters["format"]  # it pads to any width that a template names
    made.filters.update(filters or {})
    return made
