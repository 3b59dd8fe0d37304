"""Of a reader we keep …"""

import pytest

from productwatch.platform.agents import Agent, agent_of
from productwatch.visits.origins import Campaign, bounded, campaign_of, referrer_host

DESKTOP = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
TABLET = (
    "Mozilla/5.0 (Linux; Android 14; SM-X910) AppleWebKit/537.36 SamsungBrowser/27.0 Chrome/125.0.0.0 Safari/537.36"
)


@pytest.mark.parametrize(
    ("user_agent", "agent"),
    [
        (DESKTOP, Agent("desktop", "Chrome")),
        (f"{DESKTOP} Edg/140.0", Agent("desktop", "Edge")),
        (IPHONE, Agent("mobile", "Safari")),
        (TABLET, Agent("tablet", "Samsung Internet")),
        ("", Agent("unknown")),
        ("curl/8.10.1", Agent("program")),
        ("python-requests/2.32", Agent("program")),
    ],
)
def test_the_class_of_the_device_and_the_family_of_the_browser(user_agent: str, agent: Agent) -> None:
    assert agent_of(user_agent) == agent


@pytest.mark.parametrize(
    ("user_agent", "reason"),
    [
        ("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", "crawler"),
        ("curiosity-bot/1.0", "crawler"),
        (DESKTOP.replace("Chrome", "HeadlessChrome"), "headless"),
    ],
)
def test_why_we_take_it_for_a_bot(user_agent: str, reason: str) -> None:
    assert agent_of(user_agent).bot == reason


@pytest.mark.parametrize(
    ("referrer", "host"),
    [
        ("https://www.example.org/a?q=secret#x", "example.org"),
        ("https://User:word@News.Example.org:8443/", "news.example.org"),
        ("http://testserver/products", ""),
        ("http://203.0.113.7/", ""),
        ("http://[2001:db8::1]/", ""),
        ("https://[broken", ""),
        ("https://ex ample.org/", ""),
        ("https://" + "a." * 60 + "org/", ""),
        ("android-app:", ""),
        ("", ""),
    ],
)
def test_the_name_of_the_host_that_led_here_and_no_more(referrer: str, host: str) -> None:
    assert referrer_host(referrer) == host


@pytest.mark.parametrize(
    ("page", "campaign"),
    [
        (
            "http://testserver/p?utm_source=News&utm_medium=email&utm_campaign=spring",
            Campaign("news", "email", "spring"),
        ),
        ("http://testserver/p?utm_campaign=Fr%C3%BChling%0A", Campaign("", "", "fr%c3%bchling")),
        ("https://example.org/p?utm_source=theirs", Campaign()),
        ("http://testserver/p?" + "&".join(f"utm_source={number}" for number in range(100)), Campaign()),
        ("http://[broken?utm_source=x", Campaign()),
    ],
)
def test_the_campaign_that_an_address_of_ours_names(page: str, campaign: Campaign) -> None:
    assert Campaign(*(text.lower() for text in campaign_of(page))) == campaign


@pytest.mark.parametrize("text", ["x" * 1000, "é" * 1000, "a\nb\0c", "100 %", "  spaced  "])
def test_one_short_line_whatever_a_campaign_is_named(text: str) -> None:
    found = bounded(text)
    assert len(found) <= 100
    assert found.isascii()
    assert found.isprintable()
