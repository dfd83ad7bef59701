"""The figures that bound what the service takes in, keeps and runs."""

from __future__ import annotations

UPLOAD_BYTES = 300_000_000  # one upload, as sent
BODY_BYTES = 100_000  # every other request
FILE_BYTES = 60_000_000
CAMPAIGN_BYTES = 500_000_000  # a campaign folder, unpacked
CAMPAIGN_FILES = 3_000
LARGEST_RATIO = 100  # of a zip's content to the zip
RATIO_FREE_BYTES = 1_000_000

CAMPAIGNS_KEPT = 50
BUILDS_KEPT = 10  # of one campaign
KEEP_DAYS = 7

BUILDS_AT_ONCE = 2
BUILDS_WAITING = 8
TASKS_AT_ONCE = 2  # checks, drawings, blank forms: short work in a child process

SESSION_SECONDS = 12 * 3600
SESSIONS_KEPT = 1_000

PICTURE_WIDTHS = (240, 1000)  # pixels of a thumbnail and of a page
PICTURES_AT_ONCE = 8  # pages drawn by one child
