"""Chromium, driven through its DevTools protocol over two pipes.

Only what tests of scripts need: open a page, ask something of it, wait until it says so.  The
security keys are the browser's own virtual ones.
"""

import json
import os
import select
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.processes import wait_until

_ANSWER_SECONDS = 30.0


class Chromium:
    """One browser with one page.  *reading* and *writing* are the ends of its pipes."""

    def __init__(self, reading: int, writing: int) -> None:
        self._reading = reading
        self._writing = writing
        self._asked = 0
        self._received = b""
        self._session = ""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]

    def call(self, method: str, **parameters: Any) -> Mapping[str, Any]:
        """Return what the browser answers to a command of the protocol."""
        self._asked += 1
        message = {"id": self._asked, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._writing, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive()
            if answer.get("id") == self._asked:
                assert "error" not in answer, answer
                result: Mapping[str, Any] = answer["result"]
                return result

    def open(self, url: str, heading: str) -> None:
        """Go to an address, and wait until the page with this heading is there."""
        self.call("Page.navigate", url=url)
        self.await_page(heading)

    def ask(self, script: str) -> Any:
        """Return the value of a script in the page, run as if a person had clicked."""
        answer = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, userGesture=True
        )
        return answer["result"].get("value")

    def await_page(self, heading: str) -> None:
        """Wait until a page with this heading is there and its scripts have run."""
        wanted = json.dumps(heading)
        script = (
            f"document.readyState === 'complete' && document.querySelector('h1')"
            f"?.textContent === {wanted}"
        )
        wait_until(lambda: self.ask(script) is True, f"the page `{heading}`")

    def submit(self, **entered: str) -> None:
        """Fill in the form of the page and send it."""
        for name, value in entered.items():
            self.ask(f"document.forms[0].elements[{json.dumps(name)}].value = {json.dumps(value)}")
        self.ask("document.forms[0].requestSubmit()")

    def click(self, selector: str) -> None:
        """Click on what *selector* finds."""
        self.ask(f"document.querySelector({json.dumps(selector)}).click()")

    def add_security_key(self) -> None:
        """Plug in a key that verifies its user by itself."""
        self.call("WebAuthn.enable")
        self.call(
            "WebAuthn.addVirtualAuthenticator",
            options={
                "protocol": "ctap2",
                "transport": "usb",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            },
        )

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._received:
            ready, _, _ = select.select([self._reading], [], [], _ANSWER_SECONDS)
            assert ready, "the browser says nothing"
            received = os.read(self._reading, 65536)
            assert received, "the browser ended"
            self._received += received
        message, _, self._received = self._received.partition(b"\0")
        decoded: dict[str, Any] = json.loads(message)
        return decoded


@contextmanager
def running_chromium(folder: Path) -> Iterator[Chromium]:
    """Give a browser whose profile is in *folder*; the test is skipped where there is none."""
    program, shell = shutil.which("chromium"), shutil.which("bash")
    if program is None or shell is None:
        pytest.skip("Chromium is not installed; `make clients` does it as root")
    to_browser, from_us = os.pipe()
    from_browser, to_us = os.pipe()
    # The protocol's pipes are the descriptors 3 and 4, whatever Python's are.
    command = f'exec "$@" 3<&{to_browser} 4>&{to_us}'
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe"]
    with (folder / "chromium.log").open("wb") as log:
        process = subprocess.Popen(
            [shell, "-c", command, "bash", program, *options, f"--user-data-dir={folder}"],
            pass_fds=(to_browser, to_us),
            stdout=log,
            stderr=log,
        )
    os.close(to_browser)
    os.close(to_us)
    try:
        yield Chromium(from_browser, from_us)
    finally:
        process.terminate()
        process.wait(timeout=30)
        os.close(from_browser)
        os.close(from_us)
