"""What libraries and the interpreter say by themselves: of no use to a clerk, and it may quote their files."""

from __future__ import annotations

import logging
import sys


def hush(listener: logging.Handler | None = None) -> None:
    """Give all that libraries log and warn of in this process to the listener; without one nobody hears it.

    The same goes for what fails while objects are taken apart, where nobody can be told by an exception.
    """
    logging.getLogger().handlers[:] = [listener or logging.NullHandler()]
    logging.captureWarnings(capture=True)
    sys.unraisablehook = lambda about: logging.getLogger(__name__).warning("%s", about.exc_type.__name__)
