"""What libraries log and warn of: nothing that a clerk could use, and it may quote what is in their files."""

from __future__ import annotations

import logging


def hush(listener: logging.Handler | None = None) -> None:
    """Give all that libraries log and warn of in this process to the listener; without one nobody hears it."""
    logging.getLogger().handlers[:] = [listener or logging.NullHandler()]
    logging.captureWarnings(capture=True)
