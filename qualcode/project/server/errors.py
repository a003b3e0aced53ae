"""What a server's errors mean, as sentences a person can act on. Nothing of an address but user, host and name is in them."""

import psycopg

from qualcode.errors import QualcodeError
from qualcode.project.database import GoneError, NotNowError
from qualcode.project.server.address import Address
from qualcode.text import one_line

_IN_USE = "55P03"
# By the beginning of the SQLSTATE; the first that fits wins.
_MEANINGS = {
    _IN_USE: "{where} is in use: somebody has been writing to it for a long time. Nothing was changed; try again.",
    "53100": "The disk of the server of {where} is full. Nothing was changed; tell whoever looks after it.",
    "53300": "{where} takes no more connections now. Nothing was changed; try again.",
    "42501": "Your rights on {where} do not allow this. Ask whoever looks after the server for the right to read and write.",
    "25006": "{where} can only be read: it is a copy (a replica), or set so. Name the server that takes writes in project.yaml.",
    "42P01": "{where} holds no project, or not all of one. Make one with `qualcode db init`, or see whether it is the right one.",
    "3D000": "There is no database {where} on the server. Have it made, or correct project.yaml.",
    "28": "{where} does not let you in: {reason}. "
    + ("Passwords belong in ~/.pgpass, or in the environment as PGPASSWORD or PGSERVICE."),
}
# The server, or the way to it, went in the middle: what was under way is taken back, and can be done again.
_GONE = ("08", "57P", "40001", "40P01", "25P03", "XX000")
_NOT_LET_IN = ("password", "pg_hba.conf", "role ", "authentication")


def meaning(error: BaseException | None, address: Address) -> QualcodeError | None:
    """What `error` means for the project at `address`, or None where it is a fault of the program and must show itself."""
    if not isinstance(error, psycopg.Error):
        return None
    where, state, reason = str(address), error.sqlstate or "", _reason(error)
    if isinstance(error, psycopg.OperationalError) and (not state or state.startswith(_GONE)):
        return _unreachable(where, state, reason)
    found = next((text for start, text in _MEANINGS.items() if state.startswith(start)), None)
    kind = NotNowError if state == _IN_USE else QualcodeError
    if found is None and "NUL" in reason:
        return QualcodeError("A text holds the character NUL, which a server does not keep. Nothing was changed.")
    return None if found is None else kind(found.format(where=where, reason=reason))


def _unreachable(where: str, state: str, reason: str) -> QualcodeError:
    if not state and "FATAL" in reason:  # it answered, but said no; the state is not told of failed connections
        told = "3D000" if "does not exist" in reason and "database" in reason else "28"
        told = "53300" if "too many" in reason or "remaining connection slots" in reason else told
        if told != "28" or any(word in reason for word in _NOT_LET_IN):
            return QualcodeError(_MEANINGS[told].format(where=where, reason=reason))
    return GoneError(f"{where} cannot be reached ({reason}). Nothing was changed; try again when the server is there.")


def _reason(error: psycopg.Error) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return one_line(lines[0] if lines else type(error).__name__).rstrip(".")[:200]
