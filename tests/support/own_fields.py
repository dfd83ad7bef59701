"""The fields of the program's own templates, which every example of the tests has but those that say otherwise."""

from generator.reading.schema import own_schema

FIELDS = own_schema().fields
