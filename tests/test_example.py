"""The whole example campaign, built as `./run demo` builds it, and every file of it compared with the data."""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLE
from openxml_audit import validate_file
from support.texts import READERS, bare, missing_values, pdf_page_texts

from generator.checks.campaign import check_campaign
from generator.composing.forms import form1_texts, form2_row
from generator.records import Application, Campaign

pytestmark = pytest.mark.xdist_group("example")
