"""`make pictures`: the admin as it looks on a desk and in a hand, by day and by night, taken from `make run`."""

import json
import os
import time
from pathlib import Path

from browser import Browser
from life import live

HERE = Path(__file__).parent
SHOP = f"http://localhost:{os.environ.get('PORT', '8000')}"
ADDRESS = f"{SHOP}/admin/"
PROGRAM = os.environ.get("CHROMIUM", "chromium")
EMAIL = "admin@example.com"
PASSWORD = HERE.parents[1] / ".run/keys/admin-password"

SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
PAGES = {
    "dashboard": "",
    "analytics": "analytics/",
    "products": "catalog/product/",
    "product": "catalog/product/{product}/change/",
    "history": "catalog/product/{product}/history/",
    "deliveries": "notifications/delivery/",
    "audit": "audit/entry/",
    "users": "accounts/user/",
}


def main() -> None:
    live(SHOP, EMAIL, PASSWORD.read_text().strip())
    time.sleep(15)  # until visits are flushed, and mails have gone
    with Browser(PROGRAM) as browser:
        sign_in(browser)
        product = newest_product(browser)
        for size, (width, height) in SIZES.items():
            for scheme in ("light", "dark"):
                browser.look(width, height, scheme)
                for name, path in PAGES.items():
                    browser.go(ADDRESS + path.format(product=product))
                    (HERE / f"admin-{name}-{size}-{scheme}.webp").write_bytes(browser.picture())


def sign_in(browser: Browser) -> None:
    browser.go(ADDRESS)
    typed = json.dumps({"username": EMAIL, "password": PASSWORD.read_text().strip()})
    browser.run(f"for (const [name, value] of Object.entries({typed})) document.forms[0].elements[name].value = value")
    browser.run("document.forms[0].submit()")
    browser.settle()


def newest_product(browser: Browser) -> str:
    """The one that was changed last: it has a history to show."""
    browser.go(ADDRESS + "catalog/productversion/")
    browser.run("document.querySelector('#result_list a, .result-list-wrapper tbody a').click()")
    browser.settle()
    found = browser.run("document.body.innerHTML.match(/catalog\\/product\\/([0-9a-f-]{36})/)?.[1]")
    return str(found)


if __name__ == "__main__":
    main()
