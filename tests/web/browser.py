"""browser.py -- a fresh Chromium without network services, driven by Selenium."""
import contextlib
import json
import pathlib
import shutil
import sys
import tempfile
import time

FLAGS = ("--headless=new --no-sandbox --disable-gpu --disable-quic "
         "--no-first-run --disable-background-networking "
         "--disable-component-update --disable-sync "
         "--disable-default-apps --disable-dev-shm-usage").split()

SKIP = 77


def skip(why):
    print(f"SKIP: {why}")
    sys.exit(SKIP)


try:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys
except ImportError:
    skip("python3-selenium is not installed; tests/install.sh test does it")


def programs():
    """The browser and its driver; skips when one is missing."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    driver = shutil.which("chromedriver")
    if not browser or not driver:
        skip("chromium or chromium-driver is not installed; "
             "tests/install.sh test does it")
    return browser, driver


@contextlib.contextmanager
def chromium(width=1280, height=800, *flags, requests=False):
    browser, driver = programs()
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as data:
        for flag in (*FLAGS, *flags, f"--user-data-dir={data}",
                     f"--window-size={width},{height}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {
            "browser": "ALL", **({"performance": "ALL"} if requests else {})})
        d = webdriver.Chrome(service=Service(driver), options=options)
        try:
            d.set_script_timeout(30)
            yield d
        finally:
            d.quit()


def asked(d):
    """The addresses that a browser with `requests` asked for since."""
    events = (json.loads(e["message"])["message"]
              for e in d.get_log("performance"))
    return [e["params"]["request"]["url"] for e in events
            if e["method"] == "Network.requestWillBeSent"]


def size(d, width, height):
    """The page itself is this large, in CSS pixels."""
    d.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": width, "height": height, "deviceScaleFactor": 1,
        "mobile": False})


def scheme(d, **features):
    """scheme(d, prefers_color_scheme="dark")"""
    d.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
        {"name": k.replace("_", "-"), "value": v}
        for k, v in features.items()]})


def until(what, test, seconds=40):
    """Wait for test() to be true; its value."""
    end = time.monotonic() + seconds
    while True:
        try:
            value = test()
        except Exception as e:          # the page is being drawn anew
            value, error = None, e
        else:
            error = None
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}"
                                 f"{f' ({error})' if error else ''}")
        time.sleep(0.03)


def click(d, selector):
    """Click it, even when it is being drawn anew."""
    until(f"a click on {selector}", lambda: d.find_element(
        By.CSS_SELECTOR, selector).click() or True)


def press(d, keys):
    """Keys to whatever has the focus."""
    ActionChains(d, duration=0).send_keys(keys).perform()


def shift(d, key, times=1):
    """The same with Shift held."""
    a = ActionChains(d, duration=0).key_down(Keys.SHIFT)
    for _ in range(times):
        a.send_keys(key)
    a.key_up(Keys.SHIFT).perform()


def text(d, selector):
    return d.execute_script("return document.querySelector(arguments[0])"
                            "?.textContent ?? ''", selector)


def picture(d, name, folder):
    if folder:
        pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
        d.save_screenshot(str(pathlib.Path(folder) / f"{name}.png"))
