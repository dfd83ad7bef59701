"""The figures that bound what the service takes in, keeps and runs."""

from __future__ import annotations

from typing import NamedTuple


class Bounds(NamedTuple):
    """How large a campaign folder may be, unpacked, and a file that is sent: settings of the service."""

    campaign_bytes: int = 4_000_000_000
    file_bytes: int = 500_000_000


USUAL_BOUNDS = Bounds()

BODY_BYTES = 100_000  # every request but an upload
PIECE_BYTES = 8_000_000  # of a file that is sent in pieces
FORM_BYTES = 4_000_000  # a form of settings or wording; an upload beside its files: names and boundaries
LIST_BYTES = 20_000_000  # a list of winners
PHOTOGRAPH_BYTES = 30_000_000  # of a certificate that is verified
CAMPAIGN_FILES = 3_000
ARCHIVES_AT_ONCE = 50  # in one upload
LARGEST_RATIO = 100  # of a zip's content to the zip
RATIO_FREE_BYTES = 1_000_000

LONGEST_NAME = 60  # of a campaign
LONGEST_TYPED = 10_000  # characters in a box that are still told what is wrong with them
CAMPAIGNS_KEPT = 200
BUILDS_KEPT = 10  # of one campaign
LOST_BUILDS_KEPT = 10  # those that failed or were cancelled, besides
KEEP_DAYS = 0  # after somebody's last action; 0: until it is removed
WARN_DAYS = 7  # before it is removed by itself
UNDO_DAYS = 7  # how long what was removed can be brought back

BUILDS_AT_ONCE = 2
BUILDS_WAITING = 8
TASKS_AT_ONCE = 2  # checks, drawings, blank forms: short work in a child process

DOCUMENTS_WAITING = 64  # single documents for other programs that wait for a worker
DOCUMENTS_WAITING_OF_ONE = 48  # of one program or person, so that others find a place
DOCUMENTS_OF_A_WORKER = 20_000  # after which another takes its place
WORKER_BYTES = 900_000_000  # of memory at most, after which it does too
RECORDS_AT_ONCE, ROWS_OF_A_RECORD = 1_000, 1_000  # of an order; completers of a record
PROBLEMS_TOLD = 1_000  # of an order

UNPACKED_AT_ONCE = 2  # archives, beside those: an upload does not wait for a check

PROBLEMS_ON_A_PAGE = 200
PROJECTS_FOUND = 50  # by one search
PAPERS_ON_A_PAGE, PICTURES_ON_A_PAGE = 100, 24  # of a list and of a wall of certificates
FILES_ON_A_PAGE = 2_000  # of a build, in one answer

SESSION_SECONDS = 12 * 3600
SESSIONS_KEPT = 1_000

LINK_DAYS = 7  # how long an account's link can be used
LOG_DAYS = 730  # how long an entry of the log is kept
HASHES_AT_ONCE = 2  # of passwords: 64 MB each
LONGEST_ACCOUNT_NAME = 40

HEAD_SECONDS = 10.0  # from the first byte, or the end of the last request, to the end of a request's head
BODY_SECONDS, BODY_LEAST_BYTES = 20.0, 20_000  # as many bytes must arrive in each such while, or the rest of the body
UNREAD_SECONDS = 120.0  # how long somebody may read nothing of an answer
HEAD_BYTES = 16_384
LINES_AT_ONCE, LINES_OF_ONE = 400, 200  # connections, altogether and from one address

PICTURE_WIDTHS = (480, 1400)  # pixels of a thumbnail and of a page
PICTURES_AT_ONCE = 8  # pages drawn by one child
