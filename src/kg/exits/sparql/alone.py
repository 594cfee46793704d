"""One query in a process of its own, for the command line: an engine that dies takes nothing with it."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable

from kg.errors import KgError, QueryError
from kg.exits.sparql.workers import forked, pack, possible, receive

if sys.platform != "win32":
    import resource


def isolated(run: Callable[[], str], seconds: float = 0) -> str:
    """What a function returns, run in a fork of its own.

    `seconds`: a time limit, 0 for none. Raises QueryError with what the function raised, or when its process died.
    """
    if not possible():
        return run()
    near, far = socket.socketpair()

    def child() -> None:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        near.close()
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds)
            said = run()
        except KgError as error:
            far.sendall(pack({"error": str(error)}))
        except MemoryError:
            far.sendall(pack({"error": "the answer needs more memory than there is"}))
        else:
            far.sendall(pack({}, said.encode("utf-8", "surrogatepass")))

    pid = forked(child)
    far.close()
    try:
        message = receive(near)
    except BaseException:
        os.kill(pid, signal.SIGKILL)
        raise
    finally:
        near.close()
        _, status = os.waitpid(pid, 0)
    if message is None:
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM:
            raise QueryError(f"stopped after {seconds:g} s: ask for less, or allow more with --timeout")
        raise QueryError("the engine ended on this query: it is nested too deeply, or needs more memory than there is")
    if "error" in message[0]:
        raise QueryError(message[0]["error"])
    return message[1].decode("utf-8", "surrogatepass")
