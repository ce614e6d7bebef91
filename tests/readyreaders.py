"""Reading processes forked from one that has loaded what they need.

The product starts a Python for each (`xlpy/book/process.py`). In a process that is forked from one
that has imported all, this start was most of what a short command took. Each is still a process of
its own, with the program, limits and pipes of a real one. `test_reading_process.py` and whatever
starts a command anew try the real start.
"""

import array
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys

from xlpy.book import process

FORKS = """
import array, json, os, signal, socket, struct, sys
sys.path[:] = json.loads(sys.argv[2])
sys.path.append(sys.argv[1])
import child, python_calamine
asked = socket.socket(fileno=int(sys.argv[3]))

def read(words):
    asked.close()
    os.chdir(words["folder"])
    if os.getuid() == 0 != words["user"]:
        os.setgroups(words["groups"])
        os.setgid(words["group"])
        os.setuid(words["user"])
    try:
        child.main()
    finally:
        os._exit(0)

# Nobody here waits for those that tell how a reader ended.
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
while True:
    data, passed, *_ = asked.recvmsg(65536, socket.CMSG_SPACE(12))
    if not data:
        break
    ends = array.array("i", passed[0][2])
    if not os.fork():
        # It tells the reader's number, waits for its end and tells what it took.
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(ends[0], 0)
        os.dup2(ends[1], 1)
        for end in ends[:2]:
            os.close(end)
        reader = os.fork()
        if not reader:
            os.close(ends[2])
            read(json.loads(data))
        for end in (0, 1):
            os.close(end)
        asked.close()
        try:
            os.write(ends[2], struct.pack("q", reader))
            _, _, used = os.wait4(reader, 0)
            os.write(ends[2], struct.pack("dq", used.ru_utime + used.ru_stime, used.ru_maxrss))
        finally:
            os._exit(0)
    for end in ends:
        os.close(end)
"""
USED: list[tuple[float, int]] = []
"""Seconds of the processor and peak of memory (kB) of each that ended: the system counts them to
the process that forks them."""
_NUMBER, _USE = struct.calcsize("q"), struct.calcsize("dq")


class Reader:
    """One of them, as `subprocess.Popen` would have it."""

    def __init__(self, forks: socket.socket) -> None:
        theirs_in, ours_in = os.pipe()
        ours_out, theirs_out = os.pipe()
        self._told, theirs_told = os.pipe()
        ends = (theirs_in, theirs_out, theirs_told)
        words = {
            "folder": os.getcwd(),
            "user": os.geteuid(),
            "group": os.getegid(),
            "groups": os.getgroups(),
        }
        passed = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", ends))
        forks.sendmsg([json.dumps(words).encode()], [passed])
        for end in ends:
            os.close(end)
        self.stdin, self.stdout = os.fdopen(ours_in, "wb"), os.fdopen(ours_out, "rb")
        (self.pid,) = struct.unpack("q", os.read(self._told, _NUMBER))
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """None while it runs."""
        ended = self.returncode is not None or select.select([self._told], [], [], 0)[0]
        return self.wait() if ended else None

    def kill(self) -> None:
        """Kill it, should it still run."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Wait for its end."""
        if self.returncode is None:
            USED.append(struct.unpack("dq", os.read(self._told, _USE)))
            os.close(self._told)
            self.returncode = 0
        return self.returncode


def fork_readers() -> None:
    """From now on this process, and those forked from it, have their readers forked.

    Where the system has no such sockets, readers are started as ever.
    """
    if sys.platform != "linux":
        return
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    path = json.dumps([entry for entry in sys.path if entry])
    # As the product starts a reader; its own compiled code it does not keep.
    words = [
        sys.executable,
        "-I",
        "-S",
        "-B",
        "-c",
        FORKS,
        process._FOLDER,
        path,
        str(theirs.fileno()),
    ]
    running = subprocess.Popen(
        words,
        pass_fds=[theirs.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    theirs.close()
    # It ends when the last process that may ask has ended: nobody waits for it.
    running.returncode = 0
    process._started = lambda: Reader(ours)
