"""Where a server is: `postgresql+psycopg://user@host/name`, as project.yaml says it. A password has no place there."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from qualcode.errors import QualcodeError
from qualcode.text import one_line

_SCHEMES = ("postgresql+psycopg", "postgresql")
_SECRETS = {"password", "sslpassword", "sslkeylogfile"}
_FORM = "Write it as postgresql+psycopg://user@host/name."


@dataclass(frozen=True, slots=True)
class Address:
    """A database on a server. `uri` is for libpq; `shown` names it in messages: ana@db.example.org/study."""

    uri: str
    shown: str

    def __str__(self) -> str:
        return self.shown


def address_of(url: str) -> Address:
    """The address that `url` says. QualcodeError where it says none, or a password, which is not repeated."""
    try:
        parts = urlsplit(url.strip())
        port, query = parts.port, dict(parse_qsl(parts.query))
    except ValueError as error:
        raise QualcodeError(f"The address of the database cannot be read. {_FORM}") from error
    if parts.scheme not in _SCHEMES:
        raise QualcodeError(f"The address of the database does not begin with postgresql+psycopg://. {_FORM}")
    if parts.password is not None or _SECRETS & query.keys():
        raise QualcodeError(
            "The address of the database holds a password, where others can read it. Take it out, and change it: "
            "passwords belong in ~/.pgpass, or in the environment as PGPASSWORD or PGSERVICE."
        )
    name = unquote(parts.path.lstrip("/"))
    if not name and "service" not in query and "dbname" not in query:
        raise QualcodeError(f"The address of the database does not name one. {_FORM}")
    user = f"{unquote(parts.username)}@" if parts.username else ""
    host = unquote(parts.hostname or query.get("host", "") or query.get("service", "") or "this machine")
    where = f"{user}{host}{f':{port}' if port else ''}/{name or query.get('dbname', '')}".rstrip("/")
    waits = "" if "connect_timeout" in query else f"{'&' if query else '?'}connect_timeout=10"
    return Address(f"postgresql://{url.strip().split('://', 1)[1]}{waits}", one_line(where))
