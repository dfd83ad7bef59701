"""A module that stops whichever process loads it, as one does whose disk or memory no longer answers."""

import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
