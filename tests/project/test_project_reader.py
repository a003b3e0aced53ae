"""Reading at one moment while others write."""

import threading

import pytest

from qualcode.errors import QualcodeError
from qualcode.project.people import coder_id, list_coders
from qualcode.project.store import Store
from qualcode.project.transcripts import find_transcript


def test_a_snapshot_sees_one_state_and_keeps_nothing_from_being_written(store: Store) -> None:
    coder_id(store, "ana")
    with store.reader.snapshot():
        before = list_coders(store)
        writer = threading.Thread(target=lambda: coder_id(store, "ben"))
        writer.start()
        writer.join(0.2)
        with store.reader.snapshot():
            assert list_coders(store) == before
        assert list_coders(store) == before
    writer.join()
    assert [coder.name for coder in list_coders(store)] == ["ana", "ben"]


def test_a_snapshot_ends_with_what_went_wrong_inside(store: Store) -> None:
    with pytest.raises(QualcodeError), store.reader.snapshot():
        find_transcript(store, "nowhere")
    coder_id(store, "ana")
    assert [coder.name for coder in list_coders(store)] == ["ana"]
