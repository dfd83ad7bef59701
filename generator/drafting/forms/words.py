"""The printed words of a form in its Word and Excel templates: as they are, or as marks that are filled."""

from __future__ import annotations

import re

from generator.campaign.forms import Form
from generator.campaign.kinds import kind_of
from generator.composing.filling.words import marked_texts

# What the context of every grid has by these names.
_OWN_MARKS = re.compile(r"\{\{ (?:union|office) \}\}")


def marked(form: Form, text: str) -> str:
    """What a template writes for a printed text whose marks the campaign's values fill; empty for another text."""
    if "{" not in _OWN_MARKS.sub("", text):
        return ""
    return f"labels[{marked_texts(form).index(text)}]"


def words(form: Form, text: str) -> str:
    """The printed text for a template, with its own line breaks."""
    if name := marked(form, text):
        return f"{{{{ {name}.replace('|', '\\n') }}}}"
    return text.replace("|", "\n")


def short_title(form: Form) -> str:
    """The template's title in its properties, which messages call it by: the name, as short as in the notice's list."""
    listed = kind_of(form).label
    return listed if form.name.endswith(listed) else form.name
