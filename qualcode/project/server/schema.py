"""The tables on a server: made from the same definitions as in a file, brought up to date only on request."""

from typing import TYPE_CHECKING, Any

from qualcode.errors import QualcodeError
from qualcode.project import schema as files
from qualcode.project.server.address import Address

if TYPE_CHECKING:
    import psycopg

# What the project's SQL takes from SQLite. A text sorts by its code points there, so it does here: COLLATE "C".
_LIKE_SQLITE = """
CREATE FUNCTION json_each(list text, OUT key text, OUT value text) RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT (ordinality - 1)::text, value COLLATE "C" FROM json_array_elements_text(list::json) WITH ORDINALITY AS e(value) $$;
CREATE FUNCTION json_extract(document json, path text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT jsonb_path_query_first(document::jsonb, path::jsonpath) #>> '{}' $$;
CREATE FUNCTION itself(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT value $$;
CREATE OPERATOR + (RIGHTARG = text, FUNCTION = itself);
"""
# Counted on from the rows themselves: a sequence may go back where a server is stopped, and writers follow one another anyway.
_ROWID = """
ALTER TABLE event ADD COLUMN rowid BIGINT NOT NULL;
CREATE UNIQUE INDEX event_rowid ON event (rowid);
CREATE FUNCTION next_rowid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.rowid := coalesce((SELECT max(rowid) FROM event), 0) + 1;
    RETURN NEW;
END $$;
CREATE TRIGGER next_rowid BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION next_rowid();
"""
# What a transaction does to the live codings of each coder, for the writer that has made the table `live_change`.
_WATCH = """
CREATE FUNCTION watch_codings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_regclass('pg_temp.live_change') IS NULL THEN RETURN NULL; END IF;
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO pg_temp.live_change SELECT coder_id, -count(*) FROM gone WHERE NOT deleted GROUP BY coder_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO pg_temp.live_change SELECT coder_id, count(*) FROM come WHERE NOT deleted GROUP BY coder_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER live_more AFTER INSERT ON coding REFERENCING NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION watch_codings();
CREATE TRIGGER live_less AFTER DELETE ON coding REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION watch_codings();
CREATE TRIGGER live_changed AFTER UPDATE ON coding REFERENCING OLD TABLE AS gone NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION watch_codings();
"""
_RELATIONS = """
    SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'v', 'm', 'p', 'f')
     ORDER BY relname
"""


def ddl() -> list[str]:
    """The statements that make the present schema."""
    # Local: writing alone needs SQLAlchemy, and it costs reading 0.5 s.
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.schema import CreateIndex, CreateTable
    from sqlmodel import SQLModel

    import qualcode.project.tables  # noqa: F401  # fills the metadata

    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    tables = SQLModel.metadata.sorted_tables
    made: list[CreateTable | CreateIndex] = [CreateTable(table) for table in tables]
    made += [CreateIndex(index) for table in tables for index in sorted(table.indexes, key=lambda index: str(index.name))]
    return [spelled(str(statement.compile(dialect=dialect))) for statement in made]


def spelled(statement: str) -> str:
    """A statement on tables, written for SQLite, as a server takes it; texts sort by their code points, as there."""
    return statement.replace("VARCHAR", 'TEXT COLLATE "C"').replace("BOOLEAN DEFAULT 0", "BOOLEAN DEFAULT FALSE")


def create_schema(connection: "psycopg.Connection[Any]", address: Address) -> None:
    """Make the tables in an empty database, inside the connection's transaction. QualcodeError where it is not empty."""
    there = [row[0] for row in connection.execute(_RELATIONS)]
    if there:
        what = "a project already" if "schema_version" in there else "something else already"
        raise QualcodeError(f"{address} holds {what}. Nothing was changed; give qualcode an empty database of its own.")
    for statement in (*ddl(), _LIKE_SQLITE, _ROWID, _WATCH, "CREATE TABLE schema_version (version INTEGER NOT NULL)"):
        connection.execute(statement.encode())
    connection.execute("INSERT INTO schema_version VALUES (%s)", [files.SCHEMA_VERSION])


def read_version(connection: "psycopg.Connection[Any]", address: Address) -> int:
    """The version of the schema. QualcodeError where the database holds no project, or one that is newer than this program."""
    if connection.execute("SELECT to_regclass('schema_version')").fetchone() == (None,):
        raise QualcodeError(
            f"{address} holds no project yet. Make a new one there with `qualcode db init`, or move this one there with "
            "`qualcode db copy --to`."
        )
    [version] = connection.execute("SELECT max(version) FROM schema_version").fetchone() or (0,)
    if version > files.SCHEMA_VERSION:
        raise QualcodeError(
            f"{address} was written by a newer qualcode: it holds schema {version}, this one knows up to {files.SCHEMA_VERSION}. "
            "It was left as it is; update qualcode to open it."
        )
    return int(version)


def check_version(connection: "psycopg.Connection[Any]", address: Address) -> None:
    """QualcodeError, with what to do, where the database holds no project or one of another schema."""
    version = read_version(connection, address)
    if version < files.SCHEMA_VERSION:
        raise QualcodeError(
            f"{address} holds schema {version}, and this qualcode needs {files.SCHEMA_VERSION}. "
            "When everybody has the new version, one of you runs `qualcode db upgrade`."
        )
