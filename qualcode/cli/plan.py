"""`qualcode plan`: how much to code twice, before it is done or in the middle of it."""

from collections.abc import Callable
from typing import Any

import click

from qualcode.cli.options import as_json, choose_project, filters, given_filters, open_chosen
from qualcode.cli.output import show
from qualcode.text import count
from qualcode.writeup.document import Paragraph

# numpy, 0.14 s, is imported by the commands themselves: `--help` does without.
_SHARE = click.FloatRange(0, 1, min_open=True, max_open=True)
_KAPPA = click.FloatRange(-1, 1)


def _number(name: str, metavar: str, help: str, kind: Any = _SHARE, **more: Any) -> Callable[..., Any]:
    return click.option(name, type=kind, metavar=metavar, help=help, **more)


@click.group()
@choose_project
def plan() -> None:
    """Say how much to double-code: before coding, or from the project's own codings."""


@plan.command(short_help="Coded values needed to trust an α.")
@_number("--target", "A", "The smallest α that will do, such as .8.", required=True)
@_number("--significance", "S", "Risk of taking a lower α for this one.", default=0.05, show_default=True)
@_number("--prevalence", "P", "Share of units with the rarest code.", required=True)
@as_json
@choose_project
def alpha(target: float, significance: float, prevalence: float, as_json: bool) -> None:
    """Say how many values two coders must code so that an α above TARGET can be told from TARGET (Krippendorff 2019)."""
    from qualcode.agreement.planning import values_needed

    values = values_needed(target, significance=significance, prevalence=prevalence)
    asked = f"α of {target:g}, significance {significance:g}, prevalence {prevalence:g}"
    said = f"{count(values, 'coded value')} of two coders: {asked}. Krippendorff 2019, after Bloch & Kraemer 1989."
    show([Paragraph(said)], {"values": values}, as_json)


@plan.command(short_help="Units needed to test a κ.")
@_number("--k0", "A", "κ to be told from.", _KAPPA, required=True)
@_number("--k1", "B", "κ that is expected.", _KAPPA, required=True)
@_number("--prevalence", "P", "Share of units to which the first coder gives the code.", required=True)
@_number("--prevalence2", "P", "The same of the second coder (default: as the first).")
@_number("--power", "P", "Chance to see the difference.", default=0.8, show_default=True)
@_number("--alpha", "A", "Risk of seeing one that is none.", default=0.05, show_default=True)
@click.option("--two-sided", is_flag=True, help="Test in both directions.")
@as_json
@choose_project
def kappa(k0: float, k1: float, alpha: float, as_json: bool, **how: Any) -> None:
    """Say how many units two coders must share so that κ of B is told from A (Cantor 1996)."""
    from qualcode.agreement.planning import units_for_kappa

    units = units_for_kappa(k0, k1, significance=alpha, **how)
    sides = "two-sided" if how["two_sided"] else "one-sided"
    said = f"{count(units, 'unit')} coded by two coders: κ of {k1:g} against {k0:g}, {sides} α {alpha:g}, power {how['power']:g}."
    show([Paragraph(f"{said} Cantor 1996.")], {"units": units}, as_json)


@plan.command(short_help="Shaffer's rho of a κ on a test set.")
@_number("--kappa", "K", "κ on the test set.", _KAPPA, required=True)
@_number("--threshold", "T", "κ that the agreement on everything has to exceed.", required=True)
@_number("--base-rate", "B", "Share of units with the code.", required=True)
@click.option("--length", type=click.IntRange(2), metavar="N", required=True, help="Units of the test set.")
@_number("--base-rate-inflation", "I", "Least share of the test set that has the code.", click.FloatRange(0, 1, max_open=True),
         default=0.0)  # fmt: skip
@click.option("--draws", type=click.IntRange(5000), default=5000, show_default=True, metavar="N", help="Simulated test sets.")
@click.option("--seed", type=click.IntRange(0), metavar="N", help="Start of the random draws.")
@as_json
@choose_project
def rho(kappa: float, base_rate_inflation: float, seed: int | None, as_json: bool, **how: Any) -> None:
    """Say how often a test set gives this κ or a better one although agreement on everything is below THRESHOLD."""
    from qualcode.agreement.intervals import SEED
    from qualcode.agreement.shaffer import shaffer_rho

    found = shaffer_rho(kappa, inflation=base_rate_inflation, seed=SEED if seed is None else seed, **how)
    said = (
        f"Shaffer's rho {found.rho:.3f} ± {found.mc_error:.3f} (Monte-Carlo error, {found.draws:,} draws): read like a p-value, "
        f"below .05 the agreement on everything is above κ {how['threshold']:g}. Eagan et al. 2017."
    )
    show([Paragraph(said)], {"rho": found.rho, "draws": found.draws, "mc_error": found.mc_error}, as_json)


@plan.command(short_help="How many more turns until α of a code is known to ± W.")
@_number("--width", "W", "Half of the interval that will do.", default=0.1, show_default=True)
@click.option("--unit", type=click.Choice(("turn", "sentence")), default="turn", show_default=True, help="What is coded twice.")
@as_json
@given_filters
@choose_project
def precision(given: dict[str, Any], width: float, unit: str, as_json: bool) -> None:
    """Say how many more turns must be coded twice until the interval of a code's α is ± WIDTH, from the project's own codings.

    Precision is bought by applications of a code, not by turns: a rare code needs many turns.
    """
    from qualcode.writeup.plan_report import precision_document

    with open_chosen() as project:
        report = project.agreement(unit=unit, with_disagreements=False, **filters(project, given))
    document = precision_document(report, width)
    show(document.blocks, document.data, as_json)
