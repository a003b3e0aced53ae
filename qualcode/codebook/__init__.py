"""Codebooks: the YAML file a person writes, every problem in it with its line, and the values it stands for.

No database, no screen, and no idea who codes.
"""

from qualcode.codebook.hotkeys import with_hotkeys
from qualcode.codebook.loader import find, load, read_yaml, shipped_names
from qualcode.codebook.model import Code, Codebook, Group
from qualcode.codebook.problems import Problem
from qualcode.codebook.reading import check, parse

__all__ = [
    "Code",
    "Codebook",
    "Group",
    "Problem",
    "check",
    "find",
    "load",
    "parse",
    "read_yaml",
    "shipped_names",
    "with_hotkeys",
]
