"""The screens: what a coder sees and types. They talk to `coding` and `project` by plain dataclasses only."""

import os

# Textual paints at most this often; at its default of 60 a key waits up to 17 ms for its frame. Read once, at its import.
os.environ.setdefault("TEXTUAL_FPS", "120")
