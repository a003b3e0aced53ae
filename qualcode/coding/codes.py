"""The codes that can be put on a place: by key for people, by id for rows, with what each one replaces."""

from qualcode.errors import QualcodeError
from qualcode.project.codes import CodeInfo, code_id, list_codes
from qualcode.project.store import Store
from qualcode.text import one_line


class Codes:
    """The project's codes under one codebook revision, retired ones included: what they were put on stays."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.revision = store.revision()
        self._infos = {code.id: code for code in list_codes(store, retired=True)}
        codebook = store.codebook()
        ids = {code.key: code.id for code in self._infos.values() if not code.retired}
        self._rivals = {id: frozenset(ids[rival] for rival in codebook.rivals(key)) for key, id in ids.items()}

    def __getitem__(self, id: str) -> CodeInfo:
        """The code with this id."""
        return self._infos[id]

    @property
    def keys(self) -> list[str]:
        """Keys of the codes in use."""
        return [code.key for code in self._infos.values() if not code.retired]

    def id(self, key: str) -> str:
        """Id of the code with this key, retired or not; QualcodeError, with the nearest keys, where there is none."""
        found = next((code.id for code in self._infos.values() if code.key == key), None)
        return found or code_id(self._store, key)

    def id_in_use(self, key: str) -> str:
        """Id of the code with this key; QualcodeError also where it is retired."""
        found = self.id(key)
        if self[found].retired:
            raise QualcodeError(f'The code "{one_line(key)}" is retired: it can be taken off, but not be put on a turn.')
        return found

    def rivals(self, id: str) -> frozenset[str]:
        """Ids of the codes that this one replaces on a place; none for a retired code."""
        return self._rivals.get(id, frozenset())
