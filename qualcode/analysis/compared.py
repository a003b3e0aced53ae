"""Which layers are compared: a layer is what one coder did in one round."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qualcode.analysis.selection import Selection
from qualcode.errors import QualcodeError
from qualcode.project.people import CONSENSUS
from qualcode.project.rounds import list_rounds
from qualcode.project.store import Store
from qualcode.text import listed, one_line

_WORK = """
    SELECT coder.name AS coder, round.name AS round, coder.kind FROM coder CROSS JOIN round
    WHERE EXISTS (SELECT 1 FROM coding WHERE coder_id = coder.id AND round_id = round.id AND NOT deleted)
       OR EXISTS (SELECT 1 FROM done WHERE coder_id = coder.id AND round_id = round.id AND NOT deleted)
    ORDER BY coder.id, round.number
"""
_CODES = "SELECT key FROM code WHERE NOT retired ORDER BY position"


@dataclass(frozen=True, slots=True)
class Layer:
    """A coder in a round."""

    coder: str
    round: str


@dataclass(frozen=True)
class Compared:
    """The layers of a comparison, and the selection with its coders, codes and rounds named."""

    selection: Selection
    layers: tuple[Layer, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What the layers are called."""
        return layer_names(self.layers)


def layer_names(layers: Sequence[Layer]) -> tuple[str, ...]:
    """What layers are called: by their coder, and by coder and round where there are several rounds."""
    if len({layer.round for layer in layers}) == 1:
        return tuple(layer.coder for layer in layers)
    return tuple(f"{layer.coder}·{layer.round}" for layer in layers)


def compared(store: Store, selection: Selection) -> Compared:
    """The layers of the selection, by default everybody at work in the newest round that two have worked in.

    Blind rounds are left out.

    In one round coders are compared with each other; a single coder in several rounds with themselves; several coders in
    several rounds only where each has worked in one of these. Raises QualcodeError where there are not two layers, or where
    it is not clear which.
    """
    chosen = selection.checked(store)
    shown = selection.shown(store).rounds or tuple(round_.name for round_ in list_rounds(store))
    work = at_work(store, chosen.coders)
    rounds = tuple(name for name in dict.fromkeys(chosen.rounds) if name in shown) or (_newest(shown, work, chosen.coders),)
    coders = tuple(dict.fromkeys(chosen.coders))
    layers = _of_one_round(coders, work, rounds[0]) if len(rounds) == 1 else _of_rounds(coders, work, rounds)
    if len(layers) < 2:
        raise QualcodeError(_too_few(layers, work, rounds))
    codes = tuple(dict.fromkeys(chosen.codes)) or tuple(str(row[0]) for row in store.reader.rows(_CODES))
    if not codes:
        raise QualcodeError(
            "The codebook has no codes, so there is nothing to compare. Add some and run `qualcode codebook sync`."
        )
    coders = tuple(dict.fromkeys(layer.coder for layer in layers))
    return Compared(replace(chosen, coders=coders, codes=codes, rounds=rounds), layers)


def layers_at_work(store: Store, chosen: Selection) -> list[Layer]:
    """The layers that hold any work, of the coders and rounds of a selection as it is `shown`; by default of people.

    What coders agreed on afterwards counts where its coder is named.
    """
    return [
        layer
        for layer in at_work(store, chosen.coders)
        if (not chosen.coders or layer.coder in chosen.coders) and (not chosen.rounds or layer.round in chosen.rounds)
    ]


def earlier_round(store: Store, chosen: Compared) -> Compared | None:
    """The same coders in the newest round before theirs in which two of them worked; None where there is none."""
    rounds = list(Selection().shown(store).rounds) or [round.name for round in list_rounds(store)]
    if len(chosen.selection.rounds) > 1:
        return None
    work = at_work(store, chosen.selection.coders)
    for name in reversed(rounds[: rounds.index(chosen.selection.rounds[0])]):
        layers = tuple(Layer(coder, name) for coder in chosen.selection.coders)
        if len(set(layers) & set(work)) >= 2:
            return Compared(replace(chosen.selection, rounds=(name,)), layers)
    return None


def at_work(store: Store, named: tuple[str, ...] = ()) -> list[Layer]:
    """Who has worked in which round; the consensus is nobody who codes, and is there only where it is named."""
    rows = store.reader.rows(_WORK)
    return [Layer(row["coder"], row["round"]) for row in rows if row["kind"] != CONSENSUS or row["coder"] in named]


def _newest(rounds: Sequence[str], work: list[Layer], coders: tuple[str, ...]) -> str:
    """The newest round in which two (of `coders`, if there are any) have worked; where there is none, the newest."""
    theirs = [layer.round for layer in work if not coders or layer.coder in coders]
    shared = (name for name in reversed(rounds) if theirs.count(name) > 1)
    return next(shared, rounds[-1])


def _of_one_round(coders: tuple[str, ...], work: list[Layer], round: str) -> tuple[Layer, ...]:
    """Coders that are named take part even where they have not begun."""
    return tuple(Layer(coder, round) for coder in coders or (layer.coder for layer in work if layer.round == round))


def _of_rounds(coders: tuple[str, ...], work: list[Layer], rounds: tuple[str, ...]) -> tuple[Layer, ...]:
    there = [layer for layer in work if layer.round in rounds and (not coders or layer.coder in coders)]
    names = coders or tuple(dict.fromkeys(layer.coder for layer in there))
    if len(names) == 1:
        return tuple(Layer(names[0], round) for round in rounds)
    if idle := [one_line(coder) for coder in coders if coder not in {layer.coder for layer in there}]:
        raise QualcodeError(
            f"{listed(idle)} has done nothing in the rounds that are named. Name other rounds, or leave them out."
        )
    if len({layer.coder for layer in there}) < len(there):
        shown = listed([one_line(round) for round in rounds])
        raise QualcodeError(
            f"Over the rounds {shown} it is not clear who is compared with whom. Name one round to compare coders, "
            f"or one coder to compare their rounds: --coders {one_line(names[0])} --round {','.join(map(one_line, rounds))}."
        )
    return tuple(there)


def _too_few(layers: tuple[Layer, ...], work: list[Layer], rounds: tuple[str, ...]) -> str:
    there = f"only {one_line(layers[0].coder)} is" if layers else "nobody is"
    others = [one_line(layer.coder) for layer in work if layer.round in rounds and layer not in layers]
    if others:
        return f"Two coders are needed to compare, and {there} named. Name {listed(others, 'or')} as well."
    own = [one_line(layer.round) for layer in work if layers and layer.coder == layers[0].coder]
    if len(own) > 1:
        name = one_line(layers[0].coder)
        with_herself = f"--coders {name} --round {','.join(own)}"
        return f"{name} is alone in round {one_line(rounds[0])}. To compare {name} with {name}: {with_herself}."
    return (
        f"Two coders are needed to compare, and {there} at work in round {listed([one_line(round) for round in rounds])}. "
        "Let a second person code with `qualcode code --coder NAME`, or import theirs with `qualcode codings import FILE.csv`."
    )
