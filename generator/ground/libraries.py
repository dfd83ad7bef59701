"""What libraries and the interpreter say by themselves: of no use to a clerk, and it may quote their files."""

from __future__ import annotations

import logging
import sys
import threading
from typing import Any


def hush(listener: logging.Handler | None = None) -> None:
    """Give all that libraries log and warn of in this process to the listener; without one nobody hears it.

    The same goes for what fails where nobody can be told by an exception: while objects are taken apart, in threads.
    """
    logging.getLogger().handlers[:] = [listener or logging.NullHandler()]
    logging.captureWarnings(capture=True)
    sys.unraisablehook = threading.excepthook = _note


def _note(about: Any) -> None:
    """Log the kind of what failed, not its words."""
    logging.getLogger(__name__).warning("%s", about.exc_type.__name__)
