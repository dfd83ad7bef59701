"""Marks that no document has a use for: long, deep, odd, unfinished; each follows from its seed."""

from __future__ import annotations

import random
from collections.abc import Callable

LENGTHS = (1, 1, 1, 2, 2, 5, 10, 10, 39, 45, 95, 105, 300, 1_000, 5_000, 10_000)
NUMBERS = ("0", "-1", "7", "2.5", "1e308", "1e999", "0x7fffffff", "99999999", "-999999999", "9" * 30, "9" * 5_000)
# Each makes an expression of another one, `n` times as long or as deep.
GROWING: tuple[Callable[[str, int], str], ...] = (
    lambda x, n: "(" * n + x + ")" * n,
    lambda x, n: "[" * n + x + "]" * n,
    lambda x, n: "{1:" * n + x + "}" * n,
    lambda x, n: "(1," * n + x + ")" * n,
    lambda x, n: x + "+1" * n,
    lambda x, n: x + "-1" * n,
    lambda x, n: x + "*9" * n,
    lambda x, n: x + "**9" * n,
    lambda x, n: x + "//7" * n,
    lambda x, n: x + "~1" * n,
    lambda x, n: x + " and 1" * n,
    lambda x, n: x + " or 0" * n,
    lambda x, n: x + "<1" * n,
    lambda x, n: x + " in 'a'" * n,
    lambda x, n: "not " * n + x,
    lambda x, n: "-" * n + x,
    lambda x, n: "1 if 0 else " * n + x,
    lambda x, n: x + " if 1" * n,
    lambda x, n: x + "|int" * n,
    lambda x, n: x + "|default(" * n + "1" + ")" * n,
    lambda x, n: x + "|round(" + "1," * n + ")",
    lambda x, n: x + ".a" * n,
    lambda x, n: x + "[0]" * n,
    lambda x, n: x + "[0:" * n + "1" + "]" * n,
    lambda x, n: x + "()" * n,
    lambda x, n: "f(" * n + x + ")" * n,
    lambda x, n: "range(" * n + x + ")" * n,
    lambda x, n: f"'{'a' * n}'" + "~" + x,
    lambda x, n: '"' + "\\\\" * n + '"~' + x,
    lambda x, n: "9" * n + "+" + x,
    lambda x, n: "0x" + "f" * n + "+" + x,
    lambda x, n: "1" + "_0" * n + "+" + x,
)
LAST: tuple[Callable[[str, str], str], ...] = (
    lambda x, number: x,
    lambda x, number: f"{x}|round({number})",
    lambda x, number: f"{x}|round({number},'ceil')",
    lambda x, number: f"{number}|round({number},'floor')",
    lambda x, number: f"'f'|int(0,{number})",
    lambda x, number: f"{x}*{number}",
    lambda x, number: f"{x}%{number}",
    lambda x, number: f"{x}/{number}",
    lambda x, number: f"{x}**{number}",
    lambda x, number: f"'a'*{number}",
    lambda x, number: f"range({number})|list|length",
    lambda x, number: f"{x}[{number}]",
    lambda x, number: f"'%{number}d'%1",
    lambda x, number: f"{x}|join('a'*{number})",
    lambda x, number: f"{x}|顿号|顿号|汉字",
    lambda x, number: f"{x}|default({x}|default({number}))",
    lambda x, number: f"{x} 2",
    lambda x, number: f"{x}|",
    lambda x, number: f"{x}~'",
    lambda x, number: f'{x}~"\\ud800\\x0\\N{{}}',
    lambda x, number: f"({x}",
    lambda x, number: f"{x}｝",
)
AROUND: tuple[Callable[[str, int], str], ...] = (
    lambda x, n: f"{{{{ {x} }}}}",
    lambda x, n: f"{{{{ {x} }}}}" * min(n, 300),
    lambda x, n: f"{{% if {x} %}}a{{% endif %}}",
    lambda x, n: "{% if 1 %}" * n + f"{{{{ {x} }}}}" + "{% endif %}" * n,
    lambda x, n: "{% if 0 %}" + f"{{% elif {x} %}}" * min(n, 200) + "{% endif %}",
    lambda x, n: f"{{% for a in {x} %}}{{{{ a }}}}{{% endfor %}}",
    lambda x, n: "{% for a in rows %}" * n + f"{{{{ {x} }}}}" + "{% endfor %}" * n,
    lambda x, n: f"{{% set a = {x} %}}{{{{ a }}}}",
    lambda x, n: f"{{% set ns = namespace(a={x}) %}}" + "{% set ns.a = ns.a ~ ns.a %}" * min(n, 300),
    lambda x, n: f"{{% macro f(n) %}}{{{{ f({x}) }}}}{{% endmacro %}}{{{{ f(1) }}}}",
    lambda x, n: f"{{% for a in rows recursive %}}{{{{ loop({x}) }}}}{{% endfor %}}",
    lambda x, n: f"{{% filter upper %}}{{{{ {x} }}}}{{% endfilter %}}",
    lambda x, n: f"{{% raw %}}{{{{ {x}",
    lambda x, n: "{#" * n + x,
    lambda x, n: "{{" * n + x + "}}" * n,
    lambda x, n: "{%" * n + x + "%}" * n,
    lambda x, n: f"{{{{ {x}",
    lambda x, n: f"{{% {x} %}}",
    lambda x, n: f"{{{{ {x} }}}}{{% end{x[:9]} %}}",
)


def hostile_mark(seed: int, name: str) -> str:
    """The mark of that seed, which may use the value of that name."""
    chance = random.Random(seed)
    text = chance.choice((name, name, "1", "'a'", "rows", "none", "y"))
    for _ in range(chance.choice((0, 1, 1, 1, 2, 3))):
        text = chance.choice(GROWING)(text, chance.choice(LENGTHS))[:40_000]
    text = chance.choice(LAST)(text, chance.choice(NUMBERS)) if chance.random() < 0.5 else text
    return chance.choice(AROUND)(text, chance.choice(LENGTHS))[:60_000]
