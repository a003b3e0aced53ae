"""project.yaml: the one page about a project that a person writes by hand."""

from pathlib import Path

import yaml

from qualcode.errors import QualcodeError
from qualcode.project.layout import PROJECT_FILE
from qualcode.text import one_line

_LARGEST = 64_000  # bytes; a title and a few lines


def read_title(folder: Path) -> str:
    """The project's title. QualcodeError where the file is not to be read or gives none."""
    path = folder / PROJECT_FILE
    shown = one_line(str(path))
    try:
        content = path.read_bytes()[: _LARGEST + 1]
        fields = None if len(content) > _LARGEST else yaml.safe_load(content.decode("utf-8-sig"))
    except OSError as error:
        raise QualcodeError(f"{shown} cannot be read: {error.strerror}.") from error
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise QualcodeError(f'{shown} is not YAML that can be read. Write one line: `title: "…"`.') from error
    title = fields.get("title") if isinstance(fields, dict) else None
    if not isinstance(title, str) or not title.strip():
        raise QualcodeError(f'{shown} gives no title. Write one line, the title in quotes: `title: "…"`.')
    return title


def project_yaml(title: str) -> str:
    """The text of a new project.yaml. QualcodeError for a title that is empty, too long or holds control characters."""
    if not title.strip() or len(title) > 200 or not title.isprintable():
        raise QualcodeError(f'The title "{one_line(title[:60])}" does not do: give one line of up to 200 characters.')
    return yaml.safe_dump({"title": title.strip()}, allow_unicode=True, width=10_000)
