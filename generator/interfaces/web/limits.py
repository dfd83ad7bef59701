"""The figures that bound what the service takes in, keeps and runs."""

from __future__ import annotations

UPLOAD_BYTES = 300_000_000  # one upload, as sent
BODY_BYTES = 100_000  # every other request
FILE_BYTES = 60_000_000
CAMPAIGN_BYTES = 500_000_000  # a campaign folder, unpacked
CAMPAIGN_FILES = 3_000
ARCHIVES_AT_ONCE = 50  # in one upload
LARGEST_RATIO = 100  # of a zip's content to the zip
RATIO_FREE_BYTES = 1_000_000

CAMPAIGNS_KEPT = 50
BUILDS_KEPT = 10  # of one campaign
KEEP_DAYS = 7

BUILDS_AT_ONCE = 2
BUILDS_WAITING = 8
TASKS_AT_ONCE = 2  # checks, drawings, blank forms: short work in a child process

UNPACKED_AT_ONCE = 2  # archives, beside those: an upload does not wait for a check

PROBLEMS_ON_A_PAGE = 200
FILES_ON_A_PAGE = 2_000  # of a build, in one answer

SESSION_SECONDS = 12 * 3600
SESSIONS_KEPT = 1_000

HEAD_SECONDS = 10.0  # from the first byte, or the end of the last request, to the end of a request's head
BODY_SECONDS, BODY_LEAST_BYTES = 20.0, 20_000  # as many bytes must arrive in each such while, or the rest of the body
UNREAD_SECONDS = 120.0  # how long somebody may read nothing of an answer
HEAD_BYTES = 16_384
LINES_AT_ONCE, LINES_OF_ONE = 400, 200  # connections, altogether and from one address

PICTURE_WIDTHS = (240, 1000)  # pixels of a thumbnail and of a page
PICTURES_AT_ONCE = 8  # pages drawn by one child
