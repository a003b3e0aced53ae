"""What a listing says of the rounds that it leaves out because they are blind."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.cli.output import say

if TYPE_CHECKING:
    from qualcode.api import Project
    from qualcode.writeup.document import Document


def with_left_out(project: "Project", rounds: Iterable[str], document: "Document") -> "Document":
    """The document of a listing over `rounds` (all, if empty), its JSON naming the blind ones; each is told on stderr."""
    from qualcode.project.rounds import hidden_among

    hidden = hidden_among(project.store, rounds)
    tell_left_out(project, rounds)
    return replace(document, data={**document.data, "left_out": [round_.name for round_ in hidden]}) if hidden else document


def tell_left_out(project: "Project", rounds: Iterable[str]) -> None:
    """Say on stderr which of the rounds (all, if empty) are blind, and until when."""
    from qualcode.project.rounds import hidden_among, until

    for round_ in hidden_among(project.store, rounds):
        say(until(project.store, round_))
