"""Printed sentences that no office would write: 0项, 等1项, 《》, ，。 of figures that the wording did not foresee."""

from __future__ import annotations

import re

_ODD = re.compile(
    r"(?<![\d.．])0(?:[项个名件份家条]|\s*[%％])"  # a count of nothing
    r"|等1[项个名件份家条]"  # one of many
    r"|《》|〈〉|“”|‘’|（）|〔〕"  # a value that is empty
    r"|[，、；：。][，、；。]"  # a value or a member that is missing
    r"|\A[，、；：。]"
)
_AROUND = 6


def odd_words(text: str) -> str:
    """The first odd place in the text with what stands around it; empty where it reads well."""
    found = _ODD.search(text)
    return text[max(0, found.start() - _AROUND) : found.end() + _AROUND] if found else ""
