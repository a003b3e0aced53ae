"""Text and other parts at their place in a LaTeX `picture`; millimetres."""

from qualcode.writeup.latex_text import escaped


def put(x: float, y: float, what: str) -> str:
    """Something with its lower left corner there."""
    return rf"\put({x:.2f},{y:.2f}){{{what}}}"


def label(x: float, y: float, text: str, side: str = "", width: float = 0) -> str:
    """Text in the middle of a box of no height; "l" and "r" say at which of its sides."""
    return put(x, y, rf"\makebox({width:.2f},0){f'[{side}]' if side else ''}{{{escaped(text)}}}")
