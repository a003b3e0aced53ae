"""Points in time as a screen tells them: in the zone of this computer, and in the words of the day."""

from datetime import datetime, timedelta


def when(moment: datetime, now: datetime) -> str:
    """ "today 14:03", "yesterday 9:30", else "2026-03-01 14:03". `moment` knows its zone; `now` is this moment in ours."""
    here = moment.astimezone(now.tzinfo)
    days = (now.date() - here.date()) // timedelta(days=1)
    day = {0: "today", 1: "yesterday"}.get(days, f"{here:%Y-%m-%d}")
    return f"{day} {here:%H:%M}"
