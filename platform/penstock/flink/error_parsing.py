"""From Flink's stack traces to the sentence that says why."""

import re

#: Wrappers whose own message says nothing that their cause doesn't say better.
_CAUSED = re.compile(
    r"^(?:Caused by: )?(?P<name>[\w.$]+(?:Exception|Error|Throwable))(?:: (?P<message>.*))?$"
)


def root_cause(text: str, limit: int = 600) -> str:
    """The message of the innermost exception that has one, without its class; else the first line."""
    best = ""
    for line, following in _with_following(text.splitlines()):
        match = _CAUSED.match(line)
        if match and match["message"]:
            best = "\n".join([match["message"], *following]).strip()
    best = best or next((line.strip() for line in text.splitlines() if line.strip()), "no reason given")
    return best if len(best) <= limit else best[: limit - 1] + "…"


def _with_following(lines: list[str]) -> list[tuple[str, list[str]]]:
    """Each exception's line with the lines of its message below it (a message may have several)."""
    found: list[tuple[str, list[str]]] = []
    inside = False
    for line in lines:
        if _CAUSED.match(line):
            found.append((line, []))
            inside = True
        elif line.lstrip().startswith(("at ", "... ", "End of exception", "Caused by")):
            inside = False
        elif inside:
            found[-1][1].append(line)
    return found


def redact(text: str, secrets: list[str]) -> str:
    """`text` with every secret replaced, longest first, so that no error message carries one."""
    for secret in sorted({s for s in secrets if s}, key=len, reverse=True):
        text = text.replace(secret, "******")
    return text
