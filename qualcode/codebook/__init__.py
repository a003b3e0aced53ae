"""Codebooks: the YAML file a person writes, every problem in it with its line, and the values it stands for.

No database, no screen, and no idea who codes.
"""
