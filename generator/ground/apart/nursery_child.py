"""The process of `nursery`: it loads its tasks, and forks a child for each order until nobody is there to give one."""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, NoReturn

from generator.ground.apart.isolated_child import begin_guarded, end_with_parent, handle_of, live, loaded, take_orphans

ORDER_BYTES = 65_536  # the longest order
PIPES = 2  # that come with each: for questions and answers


def main() -> None:
    """Fork a child for each order that comes on standard input, a socket."""
    end_with_parent()  # also while it loads, or is stopped
    parent = handle_of(int(sys.argv[1]))
    for task in sys.argv[2:]:
        with suppress(Exception):  # a child for it says what is wrong
            loaded(task)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody here asks how they ended
    take_orphans()  # a service that is the first process of a container would have them, and puts none away
    with socket.socket(fileno=os.dup(0)) as line:
        while True:
            said, pipes, _, _ = socket.recv_fds(line, ORDER_BYTES, PIPES)
            if not said:  # whoever gave orders has gone
                return
            _answer(line, json.loads(said), pipes, parent)


def _answer(line: socket.socket, order: Mapping[str, Any], pipes: Sequence[int], parent: int) -> None:
    try:
        if len(pipes) < PIPES:
            raise OSError(errno.EMFILE, "")
        child = os.fork()
        if not child:
            _live(line, order, pipes, parent)
        with suppress(OSError):  # it has done so itself
            os.setpgid(child, child)
        handle = os.pidfd_open(child)
    except OSError as wrong:
        line.send(json.dumps({"errno": wrong.errno}).encode())
    else:
        socket.send_fds(line, [json.dumps({"pid": child}).encode()], [handle])
        os.close(handle)
    for one in pipes:
        os.close(one)


def _live(line: socket.socket, order: Mapping[str, Any], pipes: Sequence[int], parent: int) -> NoReturn:
    """Be the child: in a group of its own, with the pipes for questions and answers."""
    try:
        os.setpgid(0, 0)  # here and there: whoever is told of it may end the group at once
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        line.close()
        for place, one in enumerate(pipes):
            os.dup2(one, place)
            os.close(one)
        os.environ["TMPDIR"] = tempfile.tempdir = order["folder"]
        begin_guarded(parent)
        live(order["task"], order["order"])
    finally:
        os._exit(0)  # nothing of the process that it was forked from is to be wound up here


if __name__ == "__main__":
    main()
