"""A small browser without scripts: it follows redirects, keeps cookies, and fills in forms."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx


@dataclass
class Form:
    """A form: where it leads, its fields with their values, and its buttons."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


_TAG = re.compile(r"<(form|input|button|h1)\b([^>]*)>([^<]*)")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


class _Forms:
    """The forms and headings of a page of ours, whose attributes all stand in quotes."""

    def __init__(self, text: str) -> None:
        self.forms: list[Form] = []
        self.headings: list[str] = []
        for tag, attributes, following in _TAG.findall(text):
            given = {name: unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
            self._read(tag, given, unescape(following).strip())

    def _read(self, tag: str, given: Mapping[str, str], following: str) -> None:
        if tag == "h1":
            self.headings.append(following)
        elif tag == "form":
            self.forms.append(Form(given["action"], given["method"]))
        elif "name" in given and tag == "button":
            self.forms[-1].buttons.append((given["name"], given.get("value", "")))
        elif "name" in given and given.get("type") not in {"checkbox", "radio"}:
            self.forms[-1].fields[given["name"]] = given.get("value", "")


def forms_of(text: str) -> list[Form]:
    """Return the forms of a page."""
    return _Forms(text).forms


@dataclass(frozen=True, kw_only=True)
class Page:
    """What the browser shows, or where outside of the server it was sent."""

    url: str
    response: httpx.Response
    is_outside: bool = False

    @property
    def text(self) -> str:
        """The page's source, without the places where words may break."""
        return self.response.text.replace("<wbr>", "")

    @property
    def heading(self) -> str:
        """The first heading; it tells which page it is."""
        return self._parsed().headings[0]

    @property
    def form(self) -> Form:
        """The only form."""
        [form] = self._parsed().forms
        return form

    @property
    def answer(self) -> Mapping[str, str]:
        """What the application is told: in the query, the fragment or a form."""
        if not self.is_outside:
            return self.form.fields
        parts = urlsplit(self.url)
        return dict(parse_qsl(parts.fragment or parts.query, keep_blank_values=True))

    @property
    def options(self) -> Any:
        """What the page's script would hand to the browser's security keys."""
        [options] = re.findall(r'data-options="([^"]+)"', self.text)
        return json.loads(unescape(options))

    def link(self, part: str) -> str:
        """Return where the link leads in whose address *part* is."""
        addresses = [unescape(each) for each in re.findall(r'href="([^"]+)"', self.text)]
        [address] = [each for each in addresses if part in each]
        return urljoin(self.url, address)

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    def _parsed(self) -> _Forms:
        return _Forms(self.text)


class Browser:
    """One person's browser."""

    def __init__(self, transport: httpx.BaseTransport, base_url: str) -> None:
        self.base_url = base_url
        self.http = httpx.Client(transport=transport, base_url=base_url)

    def open(self, url: str, **headers: str) -> Page:
        """Go to an address."""
        return self._follow(self.http.get(url, headers=headers), headers)

    def post(self, url: str, fields: Mapping[str, str]) -> Page:
        """Send a form."""
        return self._follow(self.http.post(url, data=dict(fields)))

    def submit(self, page: Page, button: str = "", **entered: str) -> Page:
        """Fill in the form of *page* and send it; *button* is `name=value` of the one pressed."""
        form = page.form
        pressed = dict([button.split("=", 1)]) if button else {}
        assert not pressed or next(iter(pressed.items())) in form.buttons
        fields = {**form.fields, **entered, **pressed}
        return self.post(urljoin(page.url, form.action), fields)

    def _follow(self, response: httpx.Response, headers: Mapping[str, str] | None = None) -> Page:
        for _ in range(10):
            if not response.is_redirect:
                return Page(url=str(response.url), response=response)
            target = urljoin(str(response.url), response.headers["Location"])
            if not target.startswith(f"{self.base_url}/"):
                return Page(url=target, response=response, is_outside=True)
            response = self.http.get(target, headers=headers)
        raise AssertionError("the redirects have no end")
