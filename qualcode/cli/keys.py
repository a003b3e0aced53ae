"""`qualcode keys`: which keys the coder has."""

import click

from qualcode.cli.output import Output, say, with_plain_output


@click.command()
@with_plain_output
def keys(output: Output) -> None:
    """List the keys of the coding screen, as your keymap has them, with the names that a keymap calls them by."""
    # Local: Textual, 0.2 s.
    from qualcode.tui.keycard import key_card
    from qualcode.tui.keyfile import keyfile, read_keymap

    keymap = read_keymap()
    output.write(key_card(keymap))
    say(f"The preset is {keymap.preset}. Your own keys are read from {keyfile()}.")
