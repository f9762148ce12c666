"""Filling the templates, and the headers that every page goes out with.

The one style sheet stands in the page and is allowed by its hash, so that a page is one answer;
nothing is loaded from anywhere, nothing may frame it, and its form leads only here and to the
application that is being signed in to.
"""

import base64
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tenantry.signin.pages.catalogue import LANGUAGES, PERMISSION_TITLES

_FOLDER = Path(__file__).parent / "templates"
_STYLE = (_FOLDER / "style.css").read_text(encoding="utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

_KEY_SCRIPT = (_FOLDER / "security_key.js").read_text(encoding="utf-8")

_environment = Environment(
    loader=FileSystemLoader(_FOLDER),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _breakable(name: str) -> Markup:
    """Return a sign-in name that breaks before its domain, where it does not fit into a line."""
    person, at, domain = name.rpartition("@")
    return Markup("{}<wbr>{}{}").format(person, at, domain)


_environment.filters["breakable"] = _breakable


def render(template: str, language: str, **values: object) -> str:
    """Return the page of *template* in a language; `t` is its catalogue there."""
    return _environment.get_template(f"{template}.html").render(
        **values,
        key_script=Markup(_KEY_SCRIPT),  # noqa: S704  # ours, from a file beside this one
        language=language,
        permission_title=lambda title: PERMISSION_TITLES[language].get(title, title),
        style=Markup(_STYLE),  # noqa: S704  # ours, from a file beside this one
        t=_texts(language),
    )


def qr_code(text: str) -> Markup:
    """Return a picture of *text* for a camera, dark on light in every mode."""
    drawn = segno.make(text, error="m", micro=False)
    return Markup(drawn.svg_inline(scale=4, border=4, dark="#000", light="#fff"))  # noqa: S704  # paths only


def page_headers(*, form_actions: tuple[str, ...] = (), script_nonce: str = "") -> dict[str, str]:
    """Return the headers of a page whose forms lead here, or on to *form_actions*."""
    script = f"; script-src 'nonce-{script_nonce}'" if script_nonce else ""
    actions = " ".join(("'self'", *form_actions))
    policy = (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'{script}; form-action {actions};"
        " frame-ancestors 'none'; base-uri 'none'"
    )
    return {
        "Cache-Control": "no-store",
        "Content-Security-Policy": policy,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Pragma": "no-cache",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }


def _texts(language: str) -> Callable[..., str]:
    texts: Mapping[str, str] = LANGUAGES[language]

    def text(key: str, **named: str) -> str:
        return texts[key].format(**named)

    return text
