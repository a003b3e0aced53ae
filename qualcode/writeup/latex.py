r"""LaTeX: one file that pdfLaTeX, XeLaTeX and LuaLaTeX compile, with figures drawn in it; sections, `longtable`, `quote`."""

import re
from collections.abc import Iterator

from qualcode.text import one_line
from qualcode.writeup.charts.model import Chart
from qualcode.writeup.charts.picture import picture
from qualcode.writeup.charts.words import described
from qualcode.writeup.document import Block, Bullets, Document, Figure, Heading, Paragraph, Quote, Table
from qualcode.writeup.latex_text import declared, escaped
from qualcode.writeup.layout import parts, sections, shares
from qualcode.writeup.printable import pieces, printable

_PREAMBLE = r"""% Compile with pdflatex. For scripts beyond Latin and Greek use xelatex or lualatex with a font that has them,
% \setmainfont{...} behind \usepackage{fontspec}. A letter that no font has is printed as its number, [U+6F22].
\documentclass[11pt,a4paper]{article}
\usepackage{iftex}
\ifPDFTeX
  \usepackage[T1]{fontenc}
  \usepackage[utf8]{inputenc}
  \usepackage{textcomp}
  \IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\else
  \usepackage{fontspec}
\fi
\usepackage[margin=25mm]{geometry}
\usepackage{array,booktabs,graphicx,longtable,pdflscape,xcolor}
% What a figure shows, in words for who cannot see it; they are the letters' numbers.
\IfFileExists{accsupp.sty}{\usepackage{accsupp}}{\newcommand{\BeginAccSupp}[1]{}\newcommand{\EndAccSupp}[1]{}}
\setlength{\emergencystretch}{3em}
\setlength{\parindent}{0pt}
\setlength{\parskip}{.5\baselineskip}
\raggedbottom
% \sign{number}{print}: the letter itself where the font has it, else what stands for it.
\ifPDFTeX
  \newcommand{\sign}[2]{\DeclareUnicodeCharacter{#1}{#2}}
\else
  \newcommand{\sign}[2]{%
    \catcode"#1=13 \begingroup\lccode`\~="#1 \lowercase{\endgroup\def\thesign{~}}%
    \expandafter\protected\expandafter\def\thesign{\iffontchar\font"#1 \char"#1 \else#2\fi}}
\fi
"""
_BLANK_LINES = re.compile(r"\n\s*\n")
_MOST = 900  # signs of a cell in one row: a row does not break over pages, so a longer cell goes on in the next


def write(document: Document) -> str:
    """The document as LaTeX source, complete with its preamble."""
    title = [rf"{{\LARGE\bfseries {_line(document.title)}\par}}"] if document.title else []
    contents = [r"\tableofcontents"] if document.contents else []
    body = "\n\n".join([*title, *contents, *_pages(document)])
    begin, end = "\\begin{document}\n\n", "\n\n\\end{document}\n"
    return _PREAMBLE + "".join(f"{line}\n" for line in declared(body)) + begin + body + end


def _pages(document: Document) -> Iterator[str]:
    for section in sections(document):
        written = "\n\n".join(_block(block) for block in section.blocks)
        yield f"\\begin{{landscape}}\n{written}\n\\end{{landscape}}" if section.on_its_side else written


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return _heading(_line(text), level)
        case Paragraph(text):
            return _text(text)
        case Bullets(items):
            return _environment("itemize", "\n".join(rf"\item {_text(item)}" for item in items)) if items else ""
        case Table():
            return "\n\n".join(_table(part) for part in parts(block))
        case Quote():
            return _quote(block)
        case Figure(chart, caption):
            return "\\begin{figure}[htbp]\n\\centering\n" + _told(chart) + f"\n\\caption{{{_line(caption)}}}\n\\end{{figure}}"


def _heading(line: str, level: int) -> str:
    section = f"{'sub' * (level - 1)}section"
    return rf"\{section}*{{{line}}}\addcontentsline{{toc}}{{{section}}}{{{line}}}"


def _told(chart: Chart) -> str:
    words = printable(described(chart)).encode("utf-16-be").hex().upper()
    return rf"\BeginAccSupp{{method=hex,unicode,Alt={words}}}{picture(chart)}\EndAccSupp{{}}"


def _environment(name: str, content: str) -> str:
    return f"\\begin{{{name}}}\n{content}\n\\end{{{name}}}"


def _line(text: str) -> str:
    return escaped(one_line(text))


def _text(text: str) -> str:
    """Paragraphs and lines as they stand in `text`."""
    return "\n\n".join(_lines(paragraph) for paragraph in _BLANK_LINES.split(escaped(text).strip()))


def _lines(paragraph: str) -> str:
    lines = paragraph.split("\n")
    # A line can only be ended once one is begun, which what stands in it may not do.
    return paragraph if len(lines) == 1 else r"\leavevmode " + "\\newline\n".join(lines)


def _table(table: Table) -> str:
    widths = [rf"p{{\dimexpr {share:.4f}\linewidth-2\tabcolsep\relax}}" for share in shares(table)]
    sides = ["left" if name in table.numeric else "right" for name in table.columns]
    columns = "".join(rf">{{\ragged{side}\arraybackslash}}{width}" for side, width in zip(sides, widths, strict=True))
    head = " & ".join(rf"\textbf{{{_line(name)}}}" for name in table.columns)
    rows = "\n".join(rf"{' & '.join(row)} \\" for cells in table.rows for row in _rows(cells))
    begin = f"\\begin{{longtable}}{{{columns}}}\n\\toprule\n{head} \\\\\n\\midrule\n\\endhead\n"
    return f"{{\\footnotesize\n{begin}{rows}\n\\bottomrule\n\\end{{longtable}}}}"


def _rows(cells: tuple[str, ...]) -> Iterator[list[str]]:
    """One row; more where a cell is too long for one."""
    parted = [pieces(cell, _MOST) for cell in cells]
    for place in range(max(map(len, parted))):
        yield [_cell(part[place]) if place < len(part) else "" for part in parted]


def _cell(text: str) -> str:
    return r"\newline ".join(line for line in escaped(text).split("\n") if line.strip())


def _quote(quote: Quote) -> str:
    written = [_aside(quote.before)] if quote.before else []
    written.append(_text(quote.words))
    written += [_aside(quote.after)] if quote.after else []
    written += [*([_line(quote.source)] if quote.source else []), *(_aside(note) for note in quote.notes)]
    return _environment("quote", "\n\n".join(written))


def _aside(text: str) -> str:
    return rf"{{\small\itshape {_text(text)}\par}}"
