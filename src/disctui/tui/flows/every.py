"""All flows and the screens that they open, by one import."""

from disctui.tui.flows import navigation, outside, text

__all__ = ["navigation", "outside", "text"]
