"""Coding line by line, for screen readers, dumb terminals and scripts: a turn is told, a line is answered.

Nothing it writes is anything but text: no colour, no cursor movement, no wrapping.
"""
