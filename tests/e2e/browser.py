#!/usr/bin/env python3
# Opens pages in headless Chromium, follows every link and opens every fold.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
#   browser.py CHROMIUM DIR [--shots DIR] [-- COMMAND...]
#
# runs the command, which writes index.html and pages that it links to into DIR,
# opens the index, follows its links by mouse clicks, unfolds what is folded, and
# fails when a page tells of an error, asks for anything that is not a file of
# the folder, has a picture with a part outside of it, or is wider than its
# window. Prints how long pages took to load.
import argparse
import base64
import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

DEADLINE_S = 60


class Browser:
    """Chromium by its DevTools protocol over a pipe."""

    def __init__(self, program, profile):
        to_browser, our_out = os.pipe()
        our_in, from_browser = os.pipe()

        def hand_over():
            # Chromium reads from descriptor 3 and answers on 4.
            first, second = os.dup(to_browser), os.dup(from_browser)
            os.dup2(first, 3)
            os.dup2(second, 4)

        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu",
             "--disable-dev-shm-usage", "--no-first-run",
             "--disable-extensions", "--remote-debugging-pipe",
             f"--user-data-dir={profile}", "--window-size=1000,1200",
             "about:blank"],
            preexec_fn=hand_over, close_fds=False, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.out = os.fdopen(our_out, "wb", buffering=0)
        self.into = os.fdopen(our_in, "rb", buffering=0)
        os.set_blocking(self.into.fileno(), False)
        self.rest = b""
        self.number = 0
        self.events = []

    def close(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.out.close()
        self.into.close()

    def message(self):
        late = time.monotonic() + DEADLINE_S
        while b"\0" not in self.rest:
            if time.monotonic() > late:
                raise TimeoutError("Chromium does not answer")
            part = self.into.read(1 << 16)
            if part:
                self.rest += part
            elif part == b"":
                raise ConnectionError("Chromium has ended")
            else:
                time.sleep(0.005)
        text, self.rest = self.rest.split(b"\0", 1)
        return json.loads(text)

    def call(self, method, session=None, **parameters):
        self.number += 1
        request = {"id": self.number, "method": method, "params": parameters}
        if session:
            request["sessionId"] = session
        self.out.write(json.dumps(request).encode() + b"\0")
        while True:
            got = self.message()
            if got.get("id") == self.number:
                if "error" in got:
                    raise RuntimeError(f"{method}: {got['error']['message']}")
                return got["result"]
            self.events.append(got)

    def wait_for(self, method):
        late = time.monotonic() + DEADLINE_S
        while time.monotonic() < late:
            for event in self.events:
                if event.get("method") == method:
                    return event
            self.events.append(self.message())
        raise TimeoutError(f"no {method}")


class Page:
    def __init__(self, browser):
        self.browser = browser
        target = browser.call("Target.createTarget", url="about:blank")
        self.session = browser.call("Target.attachToTarget", flatten=True,
                                    targetId=target["targetId"])["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(domain + ".enable")

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def value(self, expression):
        got = self.call("Runtime.evaluate", expression=expression,
                        returnByValue=True)
        if "exceptionDetails" in got:
            raise RuntimeError(f"{expression}: {got['exceptionDetails']}")
        return got["result"].get("value")

    def open(self, url):
        self.browser.events = []
        self.call("Page.navigate", url=url)
        self.browser.wait_for("Page.loadEventFired")

    def click(self, selector, number):
        """A mouse click in the middle of what a person would aim at."""
        at = self.value(
            f"(() => {{ const e = document.querySelectorAll('{selector}')"
            f"[{number}]; e.scrollIntoView({{block: 'center'}}); "
            "const r = e.getClientRects()[0]; "
            "return [r.x + r.width / 2, r.y + r.height / 2]; })()")
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=at[0], y=at[1],
                      button="left", clickCount=1)

    def load_ms(self):
        return self.value("(() => { const n = performance.getEntriesByType("
                          "'navigation')[0]; return n.loadEventEnd; })()")

    def shot(self, file):
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        got = self.call("Page.captureScreenshot", captureBeyondViewport=True,
                        clip={"x": 0, "y": 0, "width": size["width"],
                              "height": size["height"], "scale": 1})
        pathlib.Path(file).write_bytes(base64.b64decode(got["data"]))

    def problems(self, folder):
        """What the page itself, or Chromium for it, complains about."""
        found = []
        for event in self.browser.events:
            what = event.get("params", {})
            if event.get("method") == "Runtime.exceptionThrown":
                found.append(what["exceptionDetails"].get("text", "exception"))
            elif event.get("method") == "Log.entryAdded":
                if what["entry"]["level"] == "error":
                    found.append(what["entry"]["text"])
            elif event.get("method") == "Network.requestWillBeSent":
                url = what["request"]["url"]
                if not url.startswith(folder.as_uri()):
                    found.append(f"asks for {url}")
        # Nothing is drawn outside of its picture, no text is without size.
        found += self.value("""
            (() => { const bad = [];
              for (const svg of document.querySelectorAll('svg')) {
                if (!svg.checkVisibility()) continue;
                const b = svg.viewBox.baseVal;
                for (const e of svg.querySelectorAll('rect,text,circle,line')) {
                  const r = e.getBBox();
                  if (r.x < b.x - 1 || r.y < b.y - 1 ||
                      r.x + r.width > b.x + b.width + 1 ||
                      r.y + r.height > b.y + b.height + 1)
                    bad.push(svg.getAttribute('aria-label') + ': ' + e.tagName
                      + ' "' + e.textContent + '" is outside of the picture');
                } }
              const d = document.documentElement;
              if (d.scrollWidth > d.clientWidth)
                bad.push('the page is wider than its window');
              return bad; })()""")
        return found


def visit(page, file, folder, shots):
    """Opens one page, unfolds everything; its links to other pages."""
    page.open(file.as_uri())
    name = file.stem
    load = page.load_ms()
    problems = page.problems(folder)
    if not page.value("document.querySelectorAll('h1').length == 1 && "
                      "document.title != ''"):
        problems.append("it has no title")
    for number in range(page.value("document.querySelectorAll('summary').length")):
        was = page.value(f"document.querySelectorAll('details')[{number}].open")
        page.click("summary", number)
        if page.value(f"document.querySelectorAll('details')[{number}].open") == was:
            problems.append(f"fold {number} does not move")
        if was:
            page.click("summary", number)
    problems += page.problems(folder)
    # A link inside the page must have a place to go to.
    problems += page.value("""
        [...document.querySelectorAll('a[href^="#"]')].filter(a =>
          !document.getElementById(a.getAttribute('href').slice(1))).map(a =>
          a.getAttribute('href') + ' is nowhere')""")
    if shots:
        page.shot(shots / f"{name}.png")
    # The same on a telephone.
    page.call("Emulation.setDeviceMetricsOverride", width=400, height=800,
              deviceScaleFactor=1, mobile=False)
    problems += [f"narrow: {one}" for one in page.problems(folder)]
    if shots:
        page.shot(shots / f"{name}-narrow.png")
    page.call("Emulation.clearDeviceMetricsOverride")
    print(f"{file.name}: loaded in {load:.0f} ms, "
          f"{page.value('document.querySelectorAll(`svg`).length')} pictures")
    return load, sorted(set(f"{file.name}: {one}" for one in problems))


@contextlib.contextmanager
def profile_folder():
    """A folder that is removed though the browser's children, which end after
    it, still write into it."""
    folder = tempfile.mkdtemp()
    try:
        yield folder
    finally:
        late = time.monotonic() + DEADLINE_S
        while os.path.exists(folder) and time.monotonic() < late:
            shutil.rmtree(folder, ignore_errors=True)
            time.sleep(0.02)


def main():
    words = argparse.ArgumentParser()
    words.add_argument("chromium")
    words.add_argument("folder", type=pathlib.Path)
    words.add_argument("--shots", type=pathlib.Path)
    given, command = sys.argv[1:], []
    if "--" in given:
        at = given.index("--")
        given, command = given[:at], given[at + 1:]
    asked = words.parse_args(given)
    folder = asked.folder.resolve()
    for needed in filter(None, (folder, asked.shots)):
        needed.mkdir(parents=True, exist_ok=True)
    if command:
        # Its verdict may be any; only the pages matter here.
        made = subprocess.run(command, stdout=subprocess.DEVNULL)
        if made.returncode > 1:
            sys.exit(f"{command[0]} ended with {made.returncode}")
    index = folder / "index.html"
    with profile_folder() as profile:
        browser = Browser(asked.chromium, profile)
        try:
            page = Page(browser)
            slowest, problems = visit(page, index, folder, asked.shots)
            page.open(index.as_uri())
            links = "a[href$=\".html\"]"
            count = page.value(f"document.querySelectorAll('{links}').length")
            if count == 0:
                problems.append("index.html: it has no links")
            for number in range(count):
                page.open(index.as_uri())
                wanted = page.value(
                    f"document.querySelectorAll('{links}')[{number}].href")
                page.browser.events = []
                page.click(links, number)
                page.browser.wait_for("Page.loadEventFired")
                if page.value("location.href") != wanted:
                    problems.append(f"the link to {wanted} leads to "
                                    f"{page.value('location.href')}")
                    continue
                load, more = visit(page, folder / pathlib.PurePath(wanted).name,
                                   folder, asked.shots)
                slowest = max(slowest, load)
                problems += more
        finally:
            browser.close()
    print(f"slowest page: {slowest:.0f} ms")
    if problems:
        sys.exit("\n".join(problems))


if __name__ == "__main__":
    main()
