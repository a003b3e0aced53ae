"""Codebooks: the YAML file a person writes, every problem in it with its line, and the values it stands for.

`loader` finds and reads files, `reading` turns YAML into a `Codebook` or a list of problems, `hotkeys` gives free
letters to codes without one, `model` holds the values. No database, no screen, and no idea who codes.
"""
