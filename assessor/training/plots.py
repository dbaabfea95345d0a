"""The report's figures as SVG, drawn from numbers alone: nothing to fetch, the same bytes every time."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

_SIDE = 240
_EDGE = 44


def confusion_plot(counts: Sequence[Sequence[int]], labels: Sequence[object], across: str, down: str) -> Markup:
    """A confusion matrix: rows the true level, columns the guessed one; darker is more of the row.

    Examples
    --------
    >>> "<svg" in confusion_plot([[3, 1], [0, 2]], [0, 1], "guessed", "true")
    True
    """
    size = _SIDE / max(len(labels), 1)
    parts: list[Markup] = []
    for row, values in enumerate(counts):
        total = sum(values) or 1
        for column, value in enumerate(values):
            x, y, share = _EDGE + column * size, _EDGE + row * size, value / total
            parts.append(_rect(x, y, size, size, f"rgba(31,78,121,{share:.3f})"))
            parts.append(_text(x + size / 2, y + size / 2 + 4, value, color="#fff" if share > 0.5 else "#000"))
    for index, label in enumerate(labels):
        middle = _EDGE + (index + 0.5) * size
        parts += [_text(middle, _EDGE - 8, label), _text(_EDGE - 12, middle + 4, label)]
    parts += [_text(_EDGE + _SIDE / 2, 14, across), _text(12, _EDGE + _SIDE / 2, down, turned=True)]
    return _svg(parts, f"{down} / {across}")


def reliability_plot(bins: Sequence[dict[str, float]], across: str, up: str) -> Markup:
    """Frequency against confidence, a point a bin, its area by how many answers it holds; the diagonal is perfect calibration."""
    most = max((one["count"] for one in bins), default=1)
    parts = [*_axes(across, up), _line([(0.0, 0.0), (1.0, 1.0)], dashed=True)]
    parts += [_circle(one["confidence"], one["right"], 3 + 9 * (one["count"] / most) ** 0.5) for one in bins]
    return _svg(parts, f"{up} / {across}")


def curve_plot(points: Sequence[tuple[float, float]], across: str, up: str) -> Markup:
    """A curve through points whose coordinates are shares between 0 and 1."""
    inside = [(x, min(max(y, 0.0), 1.0)) for x, y in points]
    return _svg([*_axes(across, up), _line(inside), *(_circle(x, y, 4) for x, y in inside)], f"{up} / {across}")


def _axes(across: str, up: str) -> list[Markup]:
    parts = [_rect(_EDGE, _EDGE, _SIDE, _SIDE, "none")]
    for share in (0.0, 0.5, 1.0):
        x, y = _place(share, share)
        parts += [_text(x, _EDGE + _SIDE + 16, f"{share:.0%}"), _text(_EDGE - 20, y + 4, f"{share:.0%}")]
    return [*parts, _text(_EDGE + _SIDE / 2, _EDGE + _SIDE + 34, across), _text(_EDGE + _SIDE / 2, 20, up)]


def _place(x: float, y: float) -> tuple[float, float]:
    return _EDGE + x * _SIDE, _EDGE + (1 - y) * _SIDE


def _svg(parts: Sequence[Markup], title: str) -> Markup:
    whole = _SIDE + 2 * _EDGE
    opening = Markup('<svg viewBox="0 0 {0} {0}" width="{0}" role="img" aria-label="{1}" font-family="sans-serif" font-size="12">')
    return opening.format(whole, title) + Markup("").join(parts) + Markup("</svg>")


def _rect(x: float, y: float, width: float, height: float, fill: str) -> Markup:
    shape = '<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}" stroke="#888"/>'
    return Markup(shape.format(x, y, width, height, escape(fill)))


def _text(x: float, y: float, text: object, color: str = "#000", turned: bool = False) -> Markup:
    turn = f' transform="rotate(-90 {x:.1f} {y:.1f})"' if turned else ""
    return Markup(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" fill="{color}"{turn}>{escape(str(text))}</text>')


def _circle(x: float, y: float, radius: float) -> Markup:
    at = _place(x, y)
    return Markup(f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius:.1f}" fill="#1f4e79" fill-opacity="0.75"/>')


def _line(points: Sequence[tuple[float, float]], dashed: bool = False) -> Markup:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (_place(*point) for point in points))
    dash = ' stroke-dasharray="4 4"' if dashed else ""
    return Markup(f'<polyline points="{path}" fill="none" stroke="#1f4e79" stroke-width="1.5"{dash}/>')
