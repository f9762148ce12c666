"""What a client calls itself, as far as the sign-in log tells it: its browser and system.

Nothing is decided by it: anybody can send any `User-Agent`.  Names are those of `deviceDetail`.
"""

import re
from dataclasses import dataclass

_BROWSERS = (
    ("Edge", re.compile(r"\bEdg(?:A|iOS)?/([\d.]+)")),
    ("Opera", re.compile(r"\bOPR/([\d.]+)")),
    ("Samsung Internet", re.compile(r"\bSamsungBrowser/([\d.]+)")),
    ("Firefox", re.compile(r"\b(?:Firefox|FxiOS)/([\d.]+)")),
    ("Chrome", re.compile(r"\b(?:Chrome|CriOS)/([\d.]+)")),
    ("Mobile Safari", re.compile(r"\bVersion/([\d.]+) Mobile\b.*\bSafari/")),
    ("Safari", re.compile(r"\bVersion/([\d.]+) .*\bSafari/")),
)
"""In this order: most browsers also name those that they want to be taken for."""

_SYSTEMS = (
    ("Windows", re.compile(r"\bWindows(?: NT (?:([\d.]+)))?")),
    ("Ios", re.compile(r"\b(?:iPhone|iPad)\b.*? OS ([\d_]+)")),
    ("Android", re.compile(r"\bAndroid(?: ([\d.]+))?")),
    ("MacOs", re.compile(r"\b(?:Macintosh|Darwin)\b")),
    ("ChromeOs", re.compile(r"\bCrOS\b")),
    ("Linux", re.compile(r"\b(?:Linux|linux)\b")),
)
_WINDOWS = {"10.0": "10", "6.3": "8.1", "6.2": "8", "6.1": "7"}
_KEPT = 64  # characters that are kept of a name with its version


@dataclass(frozen=True, slots=True, kw_only=True)
class UserAgent:
    """Browser and system with their versions; None where the text names none."""

    browser: str | None
    system: str | None


def read_user_agent(text: str) -> UserAgent:
    """Return what the header *text* names."""
    return UserAgent(browser=_found(_BROWSERS, text), system=_found(_SYSTEMS, text))


def _found(known: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> str | None:
    for name, pattern in known:
        if match := pattern.search(text):
            version = (match[1] or "") if pattern.groups else ""
            return _named(name, version)[:_KEPT]
    return None


def _named(name: str, version: str) -> str:
    if name == "Windows":
        return f"Windows{_WINDOWS.get(version, '')}"
    return f"{name} {version.replace('_', '.')}".strip()
