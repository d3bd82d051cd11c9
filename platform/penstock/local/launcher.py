"""Starts one program as a child that cannot outlive its parent. A script that imports nothing of Penstock.

Usage: python -I -S launcher.py PARENT_PID [--as UID | --unmapped] -- PROGRAM ARGUMENT…

It is a program of its own, not a `preexec_fn`, because code between fork and exec in a process with
threads can deadlock.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000
# A uid inside the new namespace only; any but 0 is possible.
INNER_ID = 1000


def drop_privileges(uid: int) -> None:
    """Change to an ordinary user permanently."""
    os.setgroups([])
    os.setgid(uid)
    os.setuid(uid)


def enter_user_namespace() -> None:
    """Take a non-root id in a new user namespace, which keeps root's access to files.

    Raises:
        OSError: User namespaces are not allowed on this machine.
    """
    uid, gid = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "user namespaces are not allowed on this machine")
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{INNER_ID} {uid} 1"),
        ("gid_map", f"{INNER_ID} {gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:  # noqa: PTH123 - pathlib would be the slowest import here
            file.write(text)


def main(arguments: list[str]) -> None:
    """Tie this process to its parent, change its user, and execute the program."""
    split = arguments.index("--")
    parent, options, command = int(arguments[0]), arguments[1:split], arguments[split + 1 :]
    if options[:1] == ["--as"]:
        drop_privileges(int(options[1]))
    elif options[:1] == ["--unmapped"]:
        enter_user_namespace()
    # After the change of user, which clears it. SIGKILL: a parent that died can't ask twice.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)
    os.execv(command[0], command)  # noqa: S606 - the caller gives the full path and the arguments


if __name__ == "__main__":
    main(sys.argv[1:])
