"""The one strict Jinja environment that every template and wording runs in.

Data is never evaluated: values are escaped, unknown names are errors. A template is code that others may have
written: it has the filters, functions and methods that a document needs and no others, and expressions that could
fill the memory (powers, long repeats, padding) are refused. Wording gets a smaller language still, in which no
expression can take long.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, TemplateSyntaxError, nodes
from jinja2 import TemplateError as JinjaError
from jinja2.exceptions import FilterArgumentError, SecurityError, TemplateNotFound, UndefinedError
from jinja2.filters import do_round
from jinja2.parser import Parser
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

LONGEST_REPEAT = 10_000
LONGEST_REPLACED = 1_000_000
LONGEST_WORDING = 20_000  # characters of a phrase, as written and as printed
DEEPEST_WORDING = 40  # marks and expressions within each other
DEEPEST_TEMPLATE = 100
LONGEST_PRODUCT_BITS = 10_000  # of whole numbers
MOST_DIGITS = 20  # to which a number is rounded, on either side of the point
FILTERS = frozenset((
    "abs", "count", "d", "default", "e", "escape", "first", "float", "int", "items", "join", "last", "length",
    "list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "safe", "select",
    "selectattr", "sort", "string", "sum", "title", "trim", "unique", "upper", "urlencode",
))  # fmt: skip
FUNCTIONS = frozenset({"range", "namespace"})
METHODS = frozenset((
    "changed", "count", "cycle", "endswith", "find", "get", "isdigit", "items", "keys", "lower", "lstrip",
    "replace", "rstrip", "split", "splitlines", "startswith", "strip", "title", "upper", "values",
))  # fmt: skip
# What a template's mark may raise: unknown names and syntax (JinjaError), a wrong use of a value, or more than Python's
# own compiler takes (SyntaxError; NameError of 1e999, which Jinja writes as `inf`).
FAULTS = (
    JinjaError, ArithmeticError, AttributeError, LookupError, NameError, RecursionError, SyntaxError, TypeError,
    ValueError,
)  # fmt: skip
_UNDEFINED = re.compile(r"'([^']+)'(?: is undefined)?$")  # Jinja names what is missing last
_CHINESE = re.compile(r"\W*[\u3400-\u9fff]")
_SAID = tuple(
    (re.compile(form), words)
    for form, words in (
        (r"unknown tag '(\w+)'", "{{% {} %}} 放错了地方，或没有这种写法"),
        (r"innermost block that needs to be closed is '(\w+)'", "{{% {0} %}} 后面没有 {{% end{0} %}}"),
        (r"(?i)unexpected (?:char )?'(.)'", "看不懂“{}”"),
        (r"got '([^A-Za-z']+)'", "看不懂“{}”"),
        (
            r"(?i)unexpected end of template|got 'end of|got 'begin of|Missing end of comment|Expected an expression",
            "没有写完",
        ),
        (r"No filter named '([^']+)'", "不能用 |{}"),
        (r"No test named '([^']+)'", "不能用 is {}"),
    )
)
_DICT_METHODS = frozenset(dir(dict))
_OF_LOOPS = frozenset({"index", "index0", "first", "last", "length"})  # numbers and truth values
_OF_WORDING = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem,
    nodes.Filter, nodes.CondExpr, nodes.If, nodes.For, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.Add, nodes.Sub, nodes.Concat,
)  # fmt: skip


class TooDeepError(TemplateSyntaxError):
    """A template is longer or nested deeper than it can be compiled: that takes a time that grows with the cube."""


TOO_DEEP = (TooDeepError, RecursionError, SyntaxError)


class StrictEnvironment(ImmutableSandboxedEnvironment):
    """Sandboxed Jinja that also refuses powers, long repeats, padding, and all methods but a few."""

    intercepted_binops = frozenset({"**", "*", "%"})

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The template as Jinja understands it. Raises TemplateSyntaxError, with its line, for what it does not."""
        parser = None
        try:
            parser = Parser(self, source, name, filename)
            tree = parser.parse()
            for _ in not_deeper(tree, DEEPEST_TEMPLATE):
                pass
        except (RecursionError, ValueError) as wrong:  # of a number that is too long
            line = getattr(wrong, "line", parser.stream.current.lineno if parser else 1)
            raise TooDeepError("", line, name, filename) from wrong
        return tree

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`obj.attribute`: an entry of a plain dictionary and a loop's place at once, of all else what is allowed."""
        if type(obj) is dict and attribute in obj and attribute not in _DICT_METHODS:
            return obj[attribute]
        if type(obj) is LoopContext and attribute in _OF_LOOPS:
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may see the attribute: values, macros, and the methods that documents need."""
        known = attr in METHODS or isinstance(value, Macro) or not callable(value)
        return known and super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:
        """None: a text's `format` is no method that templates have; it pads to any width that they name."""

    def call(self, context: Context, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """The result of a call. Raises SecurityError for a replacement that makes a text too long."""
        if getattr(obj, "__name__", "") == "replace" and len(args) > 1:
            _require_short(str(obj.__self__), *map(str, args[:2]))
        return super().call(context, obj, *args, **kwargs)

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
            if isinstance(left, int) and isinstance(right, int) and _bits(left, right) > LONGEST_PRODUCT_BITS:
                raise SecurityError("the product is too long")
        return super().call_binop(context, operator, left, right)


def _require_short(text: str, old: str, new: str) -> None:
    if len(text) + text.count(old) * len(new) > LONGEST_REPLACED:
        raise SecurityError("the text would become too long")


def _bits(*numbers: int) -> int:
    return sum(number.bit_length() for number in numbers)


def _round(value: Any, precision: int = 0, method: str = "common") -> Any:
    """Jinja's filter of that name, to as many digits as a number has: it makes powers of ten."""
    if not isinstance(precision, int) or abs(precision) > MOST_DIGITS:
        raise FilterArgumentError("round 的位数不对")
    return do_round(value, precision, method)  # type: ignore[arg-type]


def _replace(text: Any, old: str, new: str) -> Any:
    """Jinja's filter of that name, for texts that stay short."""
    _require_short(str(text), str(old), str(new))
    return text.replace(old, new)


def environment(
    loader: BaseLoader | None = None,
    filters: Mapping[str, Any] | None = None,
    *,
    escape: bool = True,
    kind: type[StrictEnvironment] = StrictEnvironment,
) -> StrictEnvironment:
    """A fresh environment with these filters added. `escape=False` is for text that a later template escapes."""
    made = kind(loader=loader, autoescape=escape, undefined=StrictUndefined)
    made.filters = {name: own for name, own in made.filters.items() if name in FILTERS} | {
        "replace": _replace,
        "round": _round,
    }
    made.globals = {name: own for name, own in made.globals.items() if name in FUNCTIONS}
    made.filters.update(filters or {})
    return made


def require_plain(text: str, allowed_filters: frozenset[str], made: StrictEnvironment) -> nodes.Template:
    """The wording as Jinja understands it, of values, conditions and loops over what the campaign lists.

    Nothing in that language takes longer than its text and the campaign's lists are long: neither calls, nor
    variables, nor loops over what another expression makes.

    Raises:
        SecurityError: the wording uses more than that.
        RecursionError: it is nested deeper than any wording needs.
    """
    if len(text) > LONGEST_WORDING:
        raise SecurityError(f"文字超过{LONGEST_WORDING}个字")
    tree = made.parse(text)
    for node in not_deeper(tree, DEEPEST_WORDING):
        if not isinstance(node, _OF_WORDING):
            raise SecurityError("只能用名称、条件和循环")
        if isinstance(node, nodes.Filter) and node.name not in allowed_filters:
            raise SecurityError(f"不能用 |{node.name}")
        if isinstance(node, nodes.For):
            _require_plain_loop(node)
    return tree


def _require_plain_loop(loop: nodes.For) -> None:
    targets = {node.name for node in _below(loop.target) if isinstance(node, nodes.Name)}
    inner = [node for node in _below(loop) if isinstance(node, nodes.For) and node is not loop]
    if loop.recursive or _root(loop.iter) is None:
        raise SecurityError("循环只能逐个取一组值")
    if any(_root(node.iter) not in targets for node in inner):
        raise SecurityError("里层的循环只能取外层那一个值里的一组")


def not_deeper(tree: nodes.Node, deepest: int) -> Iterator[nodes.Node]:
    """The nodes of the tree. Raises RecursionError, with its `line`, where they are nested deeper than that.

    Compiling takes a time that grows with the cube of the depth: seconds at 300.
    """
    waiting = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > deepest:
            too_deep = RecursionError("太长或套得太深")
            too_deep.line = node.lineno  # type: ignore[attr-defined]
            raise too_deep
        yield node
        waiting += [(child, depth + 1) for child in node.iter_child_nodes()]


def _root(node: nodes.Node) -> str | None:
    """The name that a chain like `a.b[0].c` begins with; None for every other expression."""
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else None


def _below(node: nodes.Node) -> list[nodes.Node]:
    """The node and all nodes below it."""
    return [node, *node.find_all(nodes.Node)]


def place_of(fault: BaseException) -> tuple[str, int]:
    """The template's file, empty for one without, and the line at which the fault arose; 0 where that is not known."""
    if isinstance(fault, TemplateSyntaxError):
        return fault.filename or "", fault.lineno
    frames = [(one.filename, one.lineno or 0) for one in traceback.extract_tb(fault.__traceback__)]
    inside = [(file, line) for file, line in frames if not file.endswith(".py") and not file.startswith("<frozen")]
    file, line = inside[-1] if inside else ("", 0)
    return "" if file.startswith("<") else file, line


def explained(fault: BaseException) -> str:
    """What is wrong, for the clerk who changed the template."""
    kinds = {
        UndefinedError: "用了没有的名称",
        SecurityError: "用了不允许的写法",
        TemplateNotFound: "找不到模板文件",
        TooDeepError: "标记写得太长或套得太深",
        TemplateSyntaxError: "标记写得不完整，或用了没有的功能",
        RecursionError: "自己套用自己，没有尽头",
        SyntaxError: "标记写得太长或套得太深",
    }
    kind = next((text for known, text in kinds.items() if isinstance(fault, known)), "标记不能执行")
    named = _UNDEFINED.search(f"{fault}") if isinstance(fault, UndefinedError) else None
    if named:
        return f"{kind}“{named[1]}”"
    said = _in_chinese(f"{fault}")
    return f"{kind}（{said}）" if said else kind


def _in_chinese(said: str) -> str:
    """What Jinja, Python or we say of a fault, in the clerk's words; empty where only a programmer could use it."""
    if _CHINESE.match(said):
        return said
    return next((words.format(*found.groups()) for form, words in _SAID if (found := form.search(said))), "")
