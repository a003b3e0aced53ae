"""Numbers on paper: at most three digits, no leading zero on what cannot reach beyond 1, a dash for what is not there."""

from decimal import ROUND_HALF_EVEN, Decimal

NOTHING = "–"


def coefficient(value: float | None) -> str:
    """`.71`, `-.05`, `1.00`: two decimals, as coefficients are reported."""
    if value is None:
        return NOTHING
    rounded = Decimal(repr(float(value))).quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN)
    text = f"{abs(rounded):.2f}".removeprefix("0")
    return f"-{text}" if rounded < 0 else text


def interval(bounds: tuple[float, float] | None) -> str:
    """`[.52, .84]`, or nothing."""
    return f"[{coefficient(bounds[0])}, {coefficient(bounds[1])}]" if bounds else ""


def percent(share: float | None) -> str:
    """`94.1 %`: one decimal; 0 and 100 stand only for none and all."""
    if share is None:
        return NOTHING
    if 0 < share < 0.0005:
        return "< 0.1 %"
    if 0.9995 <= share < 1:
        return "> 99.9 %"
    return f"{100 * share:.0f} %" if share in (0, 1) else f"{100 * share:.1f} %"


def clock(milliseconds: int) -> str:
    """`00:04:10`: hours, minutes and seconds."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
