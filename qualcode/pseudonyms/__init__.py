"""Names and what stands for them: the key file, replacing, candidates for a key, and originals left in a file."""

from qualcode.pseudonyms.key import Key, parted, read_key
from qualcode.pseudonyms.names import Entry, Names
from qualcode.pseudonyms.replacing import Replacer

__all__ = ["Entry", "Key", "Names", "Replacer", "parted", "read_key"]
