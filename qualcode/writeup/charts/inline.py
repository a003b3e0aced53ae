"""A chart as an SVG element inside a web page that allows no style attributes and takes colours for its own mode."""

import re
from xml.etree.ElementTree import Element, fromstring

from qualcode.writeup.charts.drawing import drawn
from qualcode.writeup.charts.model import Chart
from qualcode.writeup.charts.words import described

_NAMESPACE = re.compile(r"\{[^}]*\}")
_DROPPED = ("metadata", "style")


def inline(chart: Chart) -> Element:
    """`<svg role="img">` with the chart's description as its name."""
    svg = fromstring(drawn(chart, "svg"))
    _plain(svg)
    # Sizes stand in viewBox; without them the drawing is as wide as the page lets it be.
    width = svg.attrib.pop("width")
    svg.attrib.pop("height")
    svg.attrib |= {"role": "img", "aria-label": described(chart), "width": width}
    return svg


def _plain(element: Element) -> None:
    """Names without namespaces, styles as attributes, and nothing that is not drawn."""
    element.tag = _NAMESPACE.sub("", element.tag)
    attributes = {_NAMESPACE.sub("", name): value for name, value in element.attrib.items()}
    if element.tag == "g":
        attributes.pop("id", None)
    styles = dict(part.split(":", 1) for part in attributes.pop("style", "").split(";") if ":" in part)
    element.attrib.clear()
    element.attrib |= attributes | {name.strip(): value.strip() for name, value in styles.items()}
    for child in list(element):
        if _NAMESPACE.sub("", child.tag) in _DROPPED:
            element.remove(child)
        else:
            _plain(child)
