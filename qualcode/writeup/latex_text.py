r"""Text for LaTeX: every sign prints as itself, whatever it means to TeX and whichever engine and fonts are at hand.

Signs beyond the Latin alphabets stay in the source as they are, so that it can be read; what they print as is declared
once for each (`declared`), because pdfLaTeX stops at a sign it has not been told of, and XeLaTeX and LuaLaTeX leave out,
without a word, a sign that the font lacks.
"""

import re
from unicodedata import category, decomposition, normalize

from qualcode.writeup.printable import printable

_SPECIAL = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "|": r"\textbar{}", '"': r"\textquotedbl{}", "`": r"\textasciigrave{}", "\t": " ",
    "\ufffd": "{[}?{]}",  # LuaTeX takes it for a fault of the file
    # After a line's end these would be read as its option.
    "[": "{[}", "]": "{]}", "*": "{*}",
})  # fmt: skip
_LIGATURE = re.compile(r"([-',])(?=\1)")  # TeX makes a dash of two hyphens, quotation marks of two commas
_LONG = re.compile(r"(\S{24,})")  # what would run over the margin: TeX breaks no word it cannot hyphenate
_STEP = 8

# What both pdfLaTeX and the fonts that the other engines start with print by themselves.
_NATIVE = re.compile(
    "[\n -~\xa0-\u0125\u0128-\u0137\u0139-\u013e\u0141-\u0148\u014a-\u0165\u0168-\u017e"
    "\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
)
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho varsigma sigma tau upsilon phi chi psi omega"
)
_MATHS = dict(zip("αβγδεζηθικλμνξπρςστυφχψω", _GREEK.split(), strict=True)) | {
    "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi",
    "Ω": "Omega", "≤": "leq", "≥": "geq", "≠": "neq", "≈": "approx", "∞": "infty", "√": "surd", "∈": "in", "∩": "cap",
    "∪": "cup", "∅": "emptyset", "←": "leftarrow", "→": "rightarrow", "↑": "uparrow", "↓": "downarrow",
    "↔": "leftrightarrow", "⇒": "Rightarrow", "●": "bullet", "′": "prime",
}  # fmt: skip
_PLAIN = {"\u2010": "-", "\u2011": r"\mbox{-}", "\u2012": "–", "\u2015": "—", "\u2212": r"\ensuremath{-}"}


def escaped(text: str) -> str:
    """`text` on one line of source or more; line feeds stay what they are."""
    text = normalize("NFC", printable(text))  # a letter and its accent are one sign to a font
    # Every other part is such a run.
    return "".join(_breakable(part) if place % 2 else _escaped(part) for place, part in enumerate(_LONG.split(text)))


def declared(source: str) -> list[str]:
    r"""The lines `\sign{03B1}{\ensuremath{\alpha}}` that `source` needs in its preamble."""
    return [rf"\sign{{{ord(sign):04X}}}{{{_printed(sign)}}}" for sign in sorted(set(_NATIVE.sub("", source)))]


def _breakable(run: str) -> str:
    return r"\allowbreak{}".join(_escaped(run[start : start + _STEP]) for start in range(0, len(run), _STEP))


def _escaped(text: str) -> str:
    return _LIGATURE.sub(r"\1{}", text.translate(_SPECIAL))


def _printed(sign: str) -> str:
    """What stands for a sign where no font has it; its number, if nothing else, so that nothing is lost unseen."""
    if sign in _MATHS:
        return rf"\ensuremath{{\{_MATHS[sign]}}}"
    if sign in _PLAIN:
        return _PLAIN[sign]
    if category(sign) == "Cf" or "\ufe00" <= sign <= "\ufe0f":
        return ""  # directs its neighbours, has no shape
    if category(sign)[0] == "Z":
        return r"\ "
    alike = normalize("NFKC", sign)
    if decomposition(sign).startswith(("<compat>", "<wide>", "<narrow>")) and not _NATIVE.sub("", alike):
        return _escaped(alike)
    return rf"\texttt{{\footnotesize {{[}}U+{ord(sign):04X}{{]}}}}\allowbreak{{}}"
