#!/usr/bin/env python3
# The lab's page in headless Chromium, on a real server with a long history.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""lab_page.py CHROMIUM BIN_DIR [--runs N] [--shots DIR]"""
import argparse
import pathlib
import shutil
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from browser import Browser, Page  # noqa: E402
from lab_server import Server  # noqa: E402

RESOURCES = """[[resource]]
name = "desk-1"
target = "vboard:ulx3s"
[[resource]]
name = "sim-1"
target = "sim"
"""
CASES = 100
PAINT_MS = 300
# Whether one has to scroll sideways.
WIDER = """(() => { const d = document.documentElement; return d.scrollWidth > d.clientWidth; })()"""


def fill(server, count):
    """`count` runs of CASES cases; the last of case 3 is slower, by one kernel, the last of case 5 wrong."""
    a_case = count // CASES
    for number in range(CASES):
        runs = []
        for i in range(a_case):
            last = i == a_case - 1
            first, second = 6000, 4000 + 500 * (last and number == 3)
            runs.append({"suite": "nightly", "name": f"case-{number:03}", "target": "sim" if number % 2 else "iss",
                         "verdict": "GOLDEN_MISMATCH" if last and number == 5 else "PASS", "cycles": first + second,
                         "revision": f"{1000 + i:x}abcdef", "time": 1_700_000_000 + 3600 * i,
                         "report": {"kernels": [{"name": "matmul", "cycles": first}, {"name": "gates", "cycles": second}]}})
        status, got = server.ask("POST", "/api/runs", {"runs": runs})
        assert status == 200, got


def until(page, expression, what):
    late = time.monotonic() + 60
    while not page.value(expression):
        if time.monotonic() > late:
            raise AssertionError(f"{what}: {expression} stays {page.value(expression)}")
        time.sleep(0.01)


def key(page, name, text=""):
    for kind in ("keyDown", "keyUp"):
        page.call("Input.dispatchKeyEvent", type=kind, key=name, **({"text": text} if text and kind == "keyDown" else {}))


def size(page, width, height):
    page.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)


def visit(page, server, shots):
    size(page, 1280, 900)
    page.open(server.url + "/")
    until(page, "document.querySelectorAll('#list tbody tr').length == 100", "cases")
    # Chromium paints when it likes: a picture makes it.
    page.call("Page.captureScreenshot")
    until(page, "performance.getEntriesByName('first-contentful-paint').length == 1", "a paint")
    paint = page.value("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    drawn = page.value("performance.now()")
    until(page, "document.getElementById('live').textContent == 'live'", "WebSocket")
    until(page, "document.querySelectorAll('#resources tbody tr').length == 2", "boards")
    assert page.value("document.getElementById('counts').textContent") == "100, 1 failing, 1 slower"
    # Leases show as they come.
    server.ask("PUT", "/api/tickets/k1", {"holder": "ann", "target": "sim", "seconds": 60})
    until(page, "document.querySelector('#resources .leased')?.parentNode.textContent.includes('ann')", "a lease")
    server.ask("PUT", "/api/tickets/k2", {"holder": "<b>bob</b>", "target": "sim", "seconds": 60})
    until(page, "document.querySelector('#queue li')?.textContent.includes('<b>bob</b> for sim')", "the queue")
    # By keyboard: to the fourth case, in, and back.
    for _ in range(4):
        key(page, "j", "j")
    if shots:
        page.shot(shots / "lab-wide.png")
    key(page, "Enter", "\r")
    until(page, "!document.getElementById('case').hidden", "the case")
    row = page.value("document.querySelector('#runs tbody tr').textContent")
    assert "gates 4,000 to 4,500" in row and "+5.0 %" in row, row
    assert page.value("document.querySelectorAll('#chart circle.bad').length") == 1
    if shots:
        page.shot(shots / "lab-case.png")
    key(page, "Escape")
    until(page, "document.getElementById('case').hidden", "back")
    key(page, "/", "/")
    for letter in "MISMATCH":
        key(page, letter, letter)
    until(page, "document.querySelectorAll('#list tbody tr').length == 1", "the filter")
    size(page, 390, 844)
    key(page, "Escape")
    time.sleep(0.1)
    assert not page.value(WIDER), "the page is wider than a narrow window"
    if shots:
        page.shot(shots / "lab-narrow.png")
    # The server goes and comes back: so does the page.
    server.kill()
    until(page, "document.getElementById('live').textContent == 'not connected'", "the loss")
    server.start()
    until(page, "document.getElementById('live').textContent == 'live'", "the return")
    errors = [e["params"] for e in page.browser.events if e.get("method") == "Runtime.exceptionThrown"]
    assert not errors, errors
    foreign = [e["params"]["request"]["url"] for e in page.browser.events if e.get("method") == "Network.requestWillBeSent"
               and not e["params"]["request"]["url"].startswith(server.url)]
    assert not foreign, foreign
    return paint, drawn


def main():
    words = argparse.ArgumentParser()
    words.add_argument("chromium")
    words.add_argument("bin", type=pathlib.Path)
    words.add_argument("--runs", type=int, default=10_000)
    words.add_argument("--shots", type=pathlib.Path)
    asked = words.parse_args()
    if asked.shots:
        asked.shots.mkdir(parents=True, exist_ok=True)
    folder = pathlib.Path(tempfile.mkdtemp())
    try:
        server = Server(asked.bin / "seeker", folder / "lab", RESOURCES)
        fill(server, asked.runs)
        browser = Browser(asked.chromium, str(folder / "profile"))
        try:
            paint, drawn = visit(Page(browser), server, asked.shots)
        finally:
            browser.close()
        server.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"lab's page with {asked.runs} runs: first paint {paint:.0f} ms, all drawn {drawn:.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
