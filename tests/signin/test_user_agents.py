"""What clients call themselves, by a table."""

import pytest
from hypothesis import given, strategies as st

from tenantry.signin.user_agents import read_user_agent

_WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
_MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
_PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605 (KHTML)"


@pytest.mark.parametrize(
    ("text", "browser", "system"),
    [
        (
            f"{_WINDOWS} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2592.68",
            "Edge 126.0.2592.68",
            "Windows10",
        ),
        (f"{_WINDOWS} Chrome/126.0.0.0 Safari/537.36", "Chrome 126.0.0.0", "Windows10"),
        (f"{_MAC} Version/17.5 Safari/605.1.15", "Safari 17.5", "MacOs"),
        (
            f"{_PHONE} Version/17.2 Mobile/15E148 Safari/604.1",
            "Mobile Safari 17.2",
            "Ios 17.2",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0", "Firefox 128.0", "Linux"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile", "Chrome 126.0", "Android 14"),
        ("python-requests/2.32.3", None, None),
        ("", None, None),
    ],
)
def test_the_log_names_browser_and_system(
    text: str, browser: str | None, system: str | None
) -> None:
    agent = read_user_agent(text)

    assert (browser, system) == (agent.browser, agent.system)


@given(st.text(max_size=512))
def test_whatever_is_sent_the_names_stay_short(text: str) -> None:
    agent = read_user_agent(f"Windows NT Firefox/{text}")

    assert all(len(each or "") <= 64 for each in (agent.browser, agent.system))
