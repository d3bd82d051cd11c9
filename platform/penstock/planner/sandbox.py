"""Starts a program that may write in one folder only and open no connection. It imports nothing of Penstock.

Usage: python -I -S sandbox.py SPEC -- PROGRAM ARGUMENT…

SPEC is the JSON of a `Sandbox`. Files are guarded by Landlock, sockets by a seccomp filter, sizes by resource
limits; all of them outlive `exec` and need no root. It is a program of its own, not a `preexec_fn`, because
code between fork and exec in a process with threads can deadlock.
"""

import ctypes
import json
import os
import platform
import resource
import struct
import sys

PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 22, 38
SECCOMP_MODE_FILTER = 2
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446

# include/uapi/linux/landlock.h
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
REMOVE_DIR, REMOVE_FILE, MAKE_DIR, MAKE_REG = 1 << 4, 1 << 5, 1 << 7, 1 << 8
REFER, TRUNCATE = 1 << 13, 1 << 14
ON_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE
READ = READ_FILE | READ_DIR
WRITE = READ | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | REFER | TRUNCATE
#: All rights on files that a kernel can guard, by the version of its interface.
FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
ALL_FILE_RIGHTS = (1 << 16) - 1
TCP_RIGHTS, SCOPES = 0b11, 0b11

#: Architecture in a seccomp filter's data, and its number of the system call `socket`.
SOCKET_CALLS = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
IO_URING_SETUP = 425
X32_BIT = 0x40000000
RET_ALLOW, RET_ERRNO, RET_KILL = 0x7FFF0000, 0x00050000, 0x80000000
EACCES = 13
LOAD_WORD, JUMP_EQUAL, JUMP_GREATER_OR_EQUAL, RETURN = 0x20, 0x15, 0x35, 0x06

MAX_FILE_BYTES = 64 * 2**20
MAX_OPEN_FILES = 4096
#: What any program of the system reads before it does anything.
SYSTEM_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64")
SYSTEM_FILES = (
    *("/etc/ld.so.cache", "/etc/localtime", "/etc/timezone", "/etc/nsswitch.conf", "/etc/passwd"),
    "/etc/hosts",
    *("/dev/random", "/dev/urandom", "/dev/zero", "/proc/self", "/proc/meminfo", "/proc/cpuinfo"),
    *("/proc/stat", "/proc/version", "/proc/cgroups", "/proc/filesystems", "/proc/sys/kernel"),
    *("/proc/sys/vm", "/sys/fs/cgroup", "/sys/devices/system", "/sys/kernel/mm/transparent_hugepage"),
)


def landlock_version() -> int:
    """The version of the kernel's interface; 0 without Landlock."""
    return max(0, int(ctypes.CDLL(None).syscall(CREATE_RULESET, None, 0, 1)))


def list_unenforced() -> list[str]:
    """What this machine cannot enforce, one sentence each; empty on a recent Linux."""
    missing = []
    version = landlock_version() if sys.platform == "linux" else 0
    if not version:
        missing.append("The kernel has no Landlock: the planner may read and write the files of its account.")
    elif version < 3:
        missing.append(
            "The kernel's Landlock is older than 6.2: the planner may truncate files of its account."
        )
    if platform.machine() not in SOCKET_CALLS:
        rest = "it may open UDP sockets" if version >= 4 else "it may open connections"
        missing.append(f"No filter of system calls is known for {platform.machine()}: {rest}.")
    return missing


def restrict_files(read: list[str], write: list[str]) -> None:
    """Forbid all files but those below `read` (to read and execute) and `write` (to read and change).

    Raises:
        OSError: The kernel refuses the restriction.
    """
    version = landlock_version()
    if not version:
        return
    rights = FILE_RIGHTS.get(version, ALL_FILE_RIGHTS)
    attributes = [rights, TCP_RIGHTS, SCOPES][: 1 if version < 4 else 2 if version < 6 else 3]
    ruleset = _call(CREATE_RULESET, struct.pack(f"{len(attributes)}Q", *attributes), 8 * len(attributes), 0)
    for path in SYSTEM_LIBRARIES:
        _allow(ruleset, path, (READ | EXECUTE) & rights)
    for path in SYSTEM_FILES:
        _allow(ruleset, path, READ & rights)
    for path in read:
        _allow(ruleset, path, (READ | EXECUTE) & rights)
    _allow(ruleset, "/dev/null", (READ_FILE | WRITE_FILE) & rights)
    for path in write:
        _allow(ruleset, path, WRITE & rights)
    _call(RESTRICT_SELF, ruleset, 0)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        target = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is missing needs no right
    try:
        if not os.path.isdir(path):  # noqa: PTH112 - pathlib would be the slowest import here
            rights &= ON_FILES
        _call(ADD_RULE, ruleset, 1, struct.pack("=Qi", rights, target), 0)
    finally:
        os.close(target)


def forbid_sockets() -> None:
    """Refuse to create any socket, also by way of io_uring.

    Raises:
        OSError: The kernel refuses the filter.
    """
    if platform.machine() not in SOCKET_CALLS:
        return
    architecture, socket_call = SOCKET_CALLS[platform.machine()]
    refuse = RET_ERRNO | EACCES
    program = b"".join(
        struct.pack("=HBBI", *instruction)
        for instruction in (
            (LOAD_WORD, 0, 0, 4),
            (JUMP_EQUAL, 1, 0, architecture),
            (RETURN, 0, 0, RET_KILL),
            (LOAD_WORD, 0, 0, 0),
            (JUMP_GREATER_OR_EQUAL, 2, 0, X32_BIT),
            (JUMP_EQUAL, 1, 0, socket_call),
            (JUMP_EQUAL, 0, 1, IO_URING_SETUP),
            (RETURN, 0, 0, refuse),
            (RETURN, 0, 0, RET_ALLOW),
        )
    )
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("@HP", len(program) // 8, ctypes.addressof(buffer))
    _prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, header)


def limit_resources() -> None:
    """No core files, no huge files, no endless list of open ones."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for kind, limit in ((resource.RLIMIT_FSIZE, MAX_FILE_BYTES), (resource.RLIMIT_NOFILE, MAX_OPEN_FILES)):
        hard = resource.getrlimit(kind)[1]
        most = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (most, most))


def _prctl(option: int, value: int, pointer: "bytes | int" = 0) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, ctypes.c_ulong(value), pointer, ctypes.c_ulong(0), ctypes.c_ulong(0)) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def _call(number: int, *arguments: "bytes | int") -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    result = int(libc.syscall(number, *arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), f"system call {number}")
    return result


def main(arguments: list[str]) -> None:
    """Restrict this process and execute the program in it; nothing is executed when that fails.

    Raises:
        OSError: The kernel refuses a restriction.
    """
    spec, command = json.loads(arguments[0]), arguments[arguments.index("--") + 1 :]
    limit_resources()
    _prctl(PR_SET_NO_NEW_PRIVS, 1)
    restrict_files(spec["read"], spec["write"])
    forbid_sockets()
    os.execv(command[0], command)  # noqa: S606 - the caller gives the full path and the arguments


if __name__ == "__main__":
    main(sys.argv[1:])
