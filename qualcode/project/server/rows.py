"""Rows of a server as the rooms above know them from SQLite: by place and by name, JSON as its text."""

import re
from functools import lru_cache
from typing import Any, ClassVar

import psycopg
from psycopg.rows import RowMaker

_PARAM = re.compile(r"'[^']*'|(?<![:\w]):([a-z_]+)|%")
_CONCAT = re.compile(r"\bgroup_concat\(")


@lru_cache(maxsize=256)
def said(sql: str) -> str:
    """SQL as SQLite takes it in psycopg's spelling: `%(name)s` for `:name`, and PostgreSQL's name for `group_concat`.

    Everything else that SQLite has and PostgreSQL has not is made in the database itself (see `schema`).
    """
    return _CONCAT.sub("string_agg(", _PARAM.sub(_spelled, sql))


def _spelled(found: re.Match[str]) -> str:
    return f"%({found[1]})s" if found[1] else found[0].replace("%", "%%")


class Row(tuple[Any, ...]):
    """Behaves like `sqlite3.Row`."""

    places: ClassVar[dict[str, int]] = {}

    def keys(self) -> list[str]:
        """The names of the columns."""
        return list(self.places)

    def __getitem__(self, key: Any) -> Any:
        return tuple.__getitem__(self, self.places[key] if isinstance(key, str) else key)


def make_rows(cursor: psycopg.Cursor[Any]) -> RowMaker[Any]:
    """psycopg's row factory for `Row`."""
    return _row_class(tuple(column.name for column in cursor.description or ()))


@lru_cache(maxsize=256)
def _row_class(names: tuple[str, ...]) -> type[Row]:
    return type("Row", (Row,), {"places": {name: place for place, name in enumerate(names)}})
