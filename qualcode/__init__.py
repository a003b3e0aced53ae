"""qualcode: code interview transcripts turn by turn, compare coders, quote what was said.

>>> import qualcode
>>> project = qualcode.open_project("my-study")        # doctest: +SKIP
>>> project.agreement(unit="turn")                     # doctest: +SKIP
"""

TYPE_CHECKING = False  # as type checkers read it; importing `typing` would be most of what `--version` costs

__version__ = "0.1.0"
__all__ = ["__version__", "open_project"]

if TYPE_CHECKING:
    from qualcode.api import open_project


def __getattr__(name: str) -> object:
    # Lazy (PEP 562): `qualcode --version` must import nothing but this file.
    if name == "open_project":
        from qualcode.api import open_project

        return open_project
    raise AttributeError(f"module 'qualcode' has no attribute {name!r}")
