"""The screens: what a coder sees and types. They talk to `coding` and `project` by plain dataclasses only."""

import gc
import os

# Textual paints at most this often; at its default of 60 a key waits up to 17 ms for its frame. Read once, at its import.
os.environ.setdefault("TEXTUAL_FPS", "240")
# Nothing of what is imported from here on is ever garbage. Looking through it again and again costs the first painting
# 50 ms; the app looks once, afterwards.
gc.set_threshold(100_000, 20, 100_000)
