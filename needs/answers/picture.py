"""A chart as an SVG, drawn on the server and kept: no script, no style, nothing fetched from elsewhere."""

import hashlib
import json
from typing import Any

from django.core.cache import cache

KEPT = 24 * 60 * 60
"""Seconds for which a drawing is kept; its name is its content, so it is never out of date."""


def svg(chart: dict[str, Any]) -> str:
    """The drawing of a Vega-Lite chart; empty where there is none."""
    if not chart:
        return ""
    text = json.dumps(chart, sort_keys=True)
    key = f"chart-{hashlib.sha256(text.encode()).hexdigest()}"
    drawn = cache.get(key)
    if drawn is None:
        import vl_convert  # noqa: PLC0415 (a second and 50 MB, only where something is drawn)

        drawn = vl_convert.vegalite_to_svg(text, allowed_base_urls=[])
        cache.set(key, drawn, KEPT)
    return str(drawn)


def png(chart: dict[str, Any]) -> bytes:
    """The drawing as a picture with its letters drawn in, for papers that bring no fonts."""
    import vl_convert  # noqa: PLC0415 (as above)

    return bytes(vl_convert.svg_to_png(svg(chart), scale=2))
