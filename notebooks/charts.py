"""How the notebooks' charts look, in Chinese and English, on a screen, on paper and without a network.

A chart is kept as SVG, which names fonts and leaves drawing the characters to the reader's machine, beside its
Vega-Lite specification. Whoever makes the SVG may have no Chinese font to measure labels by, so the room for them is
reckoned here: a Chinese character is as wide as the font is high.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

import altair as alt
import polars as pl
import vl_convert
from IPython.display import Markdown

FONTS = (
    "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, PingFang SC, Hiragino Sans GB, "
    "Microsoft YaHei, WenQuanYi Micro Hei, sans-serif"
)
SIZE = 12
WIDTH = 460
MOST = 25
"""How many bodies, reports or grounds a chart shows."""

INK, PALE = "#333333", "#e6e6e6"
BLUE, SKY, GREEN, YELLOW, ORANGE, RED, PURPLE, GREY = (
    *("#0072b2", "#56b4e9", "#009e73", "#e6c229"),
    *("#e69f00", "#c8442d", "#8e5ea2", "#a6a6a6"),
)

OUTCOME_GROUPS = {
    "granted": BLUE,
    "partially_granted": SKY,
    "denied": RED,
    "unavailable": ORANGE,
    "refused": PURPLE,
    "other": GREY,
}
RESULTS = {"upheld": BLUE, "corrected": RED, "other": GREY, "pending": YELLOW}
FORMS = {"narrative": GREY, "2014": ORANGE, "2019": GREEN, "2021": BLUE}
STATUSES = {
    "reported": BLUE,
    "derived": SKY,
    "narrative": GREEN,
    "corrected": PURPLE,
    "blank": YELLOW,
    "not_applicable": GREY,
    "missing": RED,
}
CHECKS = {"pass": BLUE, "not_checkable": GREY, "fail": RED}


def use_theme() -> None:
    """Give every chart made from here on the notebooks' look, and keep it as SVG and specification."""
    alt.theme.register("nianbao", enable=True)(_theme)
    alt.renderers.register("svg_and_specification", _rendered)
    alt.renderers.enable("svg_and_specification")


def width_of(text: str, size: float = SIZE) -> float:
    """The width of the widest line of ``text`` in pixels.

    >>> width_of("公开", size=10), width_of("公开\\nmore text", size=10) > 40
    (20, True)
    """
    return max(sum(map(_width, line)) for line in text.split("\n")) * size


def two_lines(chinese: str, english: str, most: float = 300) -> str:
    """A label in both languages, one below the other, each cut at ``most`` pixels.

    >>> two_lines("予以公开", "Granted in full", most=60)
    '予以公开\\nGranted…'
    """
    return "\n".join(_cut(text, most) for text in (chinese, english))


def wrapped(text: str, most: float = 100) -> str:
    """``text`` on as many lines as it takes to stay within ``most`` pixels; a year after two spaces has its own.

    >>> wrapped("洪泽区人民政府  2023", most=5 * SIZE)
    '洪泽区人民\\n政府\\n2023'
    """
    lines = [""]
    for sign in text.replace("  ", "\n"):
        if sign == "\n" or width_of(lines[-1] + sign) > most:
            lines.append("")
        lines[-1] += sign.strip()
    return "\n".join(lines)


def labels(texts: Iterable[str], **more: Any) -> alt.Axis:
    """An axis at the left with room for ``texts``, of one line or more, whatever font measures them."""
    texts = list(texts)
    room = max(map(width_of, texts), default=0) + 12
    rise = -0.6 * SIZE * max((text.count("\n") for text in texts), default=0)
    return alt.Axis(minExtent=room, labelOffset=rise, labelPadding=6, **_BARE | more)


def heads(texts: Iterable[str], **more: Any) -> alt.Axis:
    """An axis above a table of cells, with room for ``texts`` of one line or more."""
    lines = max((text.count("\n") for text in texts), default=0)
    return alt.Axis(orient="top", labelAngle=0, labelPadding=6 + 1.2 * SIZE * lines, **_BARE | more)


def percents(**more: Any) -> alt.Axis:
    """An axis of shares."""
    return alt.Axis(**{"title": None, "format": "%", "tickCount": 5} | more)


def lines_of(text: str) -> str:
    """The Vega expression that parts a label at its line breaks."""
    return f"split({text}, '\\n')"


_BARE = {"title": None, "ticks": False, "domain": False, "grid": False, "labelExpr": lines_of("datum.label")}


def colours(column: str, palette: dict[str, str], names: dict[str, str] | None = None, **legend: Any) -> alt.Color:
    """Colour by ``column``, whose values are the keys of ``palette``, or their ``names`` where these are given."""
    domain = [(names or {}).get(key, key) for key in palette]
    room = max((width_of(text) - 0.56 * SIZE * len(text) for text in domain), default=0)
    return alt.Color(
        f"{column}:N",
        scale=alt.Scale(domain=domain, range=list(palette.values())),
        legend=alt.Legend(title=None, columnPadding=12 + room, **({"orient": "top", "columns": 3} | legend)),
    )


def only(palette: dict[str, str], present: Iterable[str]) -> dict[str, str]:
    """The part of a palette that the data have, in the palette's order; what it does not know is grey.

    >>> only({"pass": BLUE, "fail": RED}, ["new", "fail", "fail"])
    {'fail': '#c8442d', 'new': '#a6a6a6'}
    """
    present = list(dict.fromkeys(present))
    return {key: palette.get(key, GREY) for key in [*palette, *present] if key in present}


def valued(chart: alt.Chart, format: str = ",", **mark: Any) -> alt.LayerChart:
    """Bars with their values written at their ends, in place of an axis; ``chart`` has them along ``x``."""
    text = alt.Text(chart.encoding.x.shorthand, format=format)
    return chart.mark_bar(**mark) + chart.mark_text(align="left", dx=4).encode(text=text, color=alt.value(INK))


def shown(frame: pl.DataFrame, chart: alt.TopLevelMixin, empty: str) -> alt.TopLevelMixin | Markdown:
    """The chart, or the sentence that says why there is none where ``frame`` has no rows."""
    return Markdown(f"*{empty}*") if frame.is_empty() else chart


def _width(sign: str) -> float:
    return 1 if unicodedata.east_asian_width(sign) in "WFA" else 0.56


def _cut(text: str, most: float) -> str:
    if width_of(text) <= most:
        return text
    kept = next(end for end in range(len(text), 0, -1) if width_of(text[:end] + "…") <= most)
    return text[:kept].rstrip() + "…"


def _theme() -> alt.theme.ThemeConfig:
    axis = {"labelFontSize": SIZE, "titleFontSize": SIZE, "labelLimit": 0, "titleFontWeight": "normal"}
    return {
        "config": {
            "font": FONTS,
            "background": "white",
            "padding": {"left": 5, "top": 5, "right": 30, "bottom": 5},
            "view": {"stroke": None, "continuousWidth": WIDTH},
            "title": {"anchor": "start", "frame": "bounds", "fontSize": 14, "offset": 12, "limit": 0, "color": INK},
            "axis": axis | {"labelColor": INK, "titleColor": INK, "gridColor": PALE, "domainColor": GREY},
            "legend": {"labelFontSize": SIZE, "titleFontSize": SIZE, "labelLimit": 0, "symbolType": "square"},
            "header": {"labelFontSize": SIZE, "titleFontSize": SIZE, "labelLimit": 0, "labelColor": INK},
            "text": {"fontSize": SIZE - 1, "color": INK},
            "bar": {"color": BLUE},
            "point": {"size": 80, "filled": True, "color": BLUE, "opacity": 1},
            "square": {"opacity": 1},
            "line": {"color": BLUE},
        }
    }


def _rendered(specification: dict[str, Any], **_: Any) -> dict[str, Any]:
    """What a notebook keeps of a chart: each way of showing it, by its media type."""
    version = alt.SCHEMA_VERSION.removeprefix("v")
    svg = vl_convert.vegalite_to_svg(specification, vl_version=version.rpartition(".")[0])
    return {
        f"application/vnd.vegalite.v{version.partition('.')[0]}+json": specification,
        "image/svg+xml": _with_fonts_once(svg),
        "text/plain": f"Chart: {_title(specification)}",
    }


def _title(part: dict[str, Any]) -> str:
    """The title of a chart, which stands on its first layer if it has layers."""
    return part.get("title") or next((_title(layer) for layer in part.get("layer", [])), "")


def _with_fonts_once(svg: str) -> str:
    """The same drawing with the fonts named on its root alone, not on every label."""
    named = f' font-family="{FONTS}"'
    return svg.replace(named, "").replace("<svg ", f"<svg{named} ", 1)
