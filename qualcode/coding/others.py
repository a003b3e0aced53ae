"""How far the other coders of a round are: shares only, and not even these while the round is blind."""

from qualcode.coding.desk import Desk, Progress
from qualcode.project.people import list_coders
from qualcode.project.rounds import at_work, hidden, list_rounds
from qualcode.project.store import Store


def others_progress(store: Store, round_id: str, coder_id: str) -> dict[str, dict[str, Progress]]:
    """By the transcript's id and the coder's name, for everybody else who owes or has done anything in the round."""
    round_ = next(each for each in list_rounds(store) if each.id == round_id)
    if hidden(store, round_):
        return {}
    names = at_work(store, round_)
    others = [each for each in list_coders(store) if each.name in names and each.kind == "human" and each.id != coder_id]
    desks = {each.name: Desk(store, each.id, round_id) for each in others}
    transcripts = Desk(store, coder_id, round_id).transcripts()
    return {each.id: {name: desk.progress(each.id) for name, desk in desks.items()} for each in transcripts}
