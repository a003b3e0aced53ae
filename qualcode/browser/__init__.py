"""The screens in a web browser, on this machine only.

A small server gives out one page; each tab that opens it gets a coding screen in a process of its own. The server only
carries keys and pictures to and fro: it opens no project.
"""

from typing import Final

DRIVER: Final = "qualcode.browser.driver:PageDriver"  # TEXTUAL_DRIVER of a program that a page shows
