"""The fields of the program's own templates, which every example of the tests has but those that say otherwise."""

from generator.campaign.forms import GridForm, ListForm
from generator.reading.returned.marks import marks_of
from generator.reading.schema import own_schema

_FORM1, _FORM2 = own_schema().forms["form1"], own_schema().forms["form2"]
assert isinstance(_FORM1, GridForm)
assert isinstance(_FORM2, ListForm)
assert _FORM1.cover

FORMS = own_schema().forms
FIELDS = own_schema().fields
MARKS = marks_of(own_schema().forms.values())
INTRO_KEYS = tuple(field.key for page in _FORM1.pages if page.parts for field in page.parts.fields)
MOST_COMPLETERS = max(row.repeated for page in _FORM1.pages for row in page.rows)
# What each form shows, by identity: fields of two tables may have the same key.
_ON_FORM1 = {field for one in (*_FORM1.cells, *_FORM1.cover.values) for field in one.fields}
FORM1_KEYS = tuple(field.key for field in FIELDS.application if field in _ON_FORM1)
COMPLETER_KEYS = tuple(field.key for field in FIELDS.completer if field in _ON_FORM1)
FORM2_KEYS = tuple(field.key for field in FIELDS.application if any(field in one.fields for one in _FORM2.columns))
