"""The errors a person can act on: one or two plain sentences that say what, where and what to do."""


class QualcodeError(Exception):
    """Something a person can put right. Its text is shown as it stands, without a traceback, and the exit code is 1."""
