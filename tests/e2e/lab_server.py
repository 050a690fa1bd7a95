#!/usr/bin/env python3
# A lab's server for the tests that need a real one.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import ctypes
import http.client
import json
import pathlib
import signal
import subprocess
import time

TRY_S = 20
PR_SET_PDEATHSIG = 1


def end_with_parent():
    """Whatever becomes of a test, its server goes with it."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Server:
    """`seeker lab serve` on a port that stays the same when it is started again."""

    def __init__(self, program, folder, resources, more=()):
        self.program, self.folder, self.more = program, pathlib.Path(folder), list(more)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "lab.toml").write_text(resources)
        self.port = 0
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [self.program, "lab", "serve", "--listen", f"127.0.0.1:{self.port}", "--state", self.folder / "state",
             "--resources", self.folder / "lab.toml", *self.more], stdout=subprocess.PIPE, text=True,
            preexec_fn=end_with_parent)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the server did not start")
        self.url = json.loads(line)["listen"]
        self.port = int(self.url.rsplit(":", 1)[1])

    def kill(self):
        self.process.kill()
        self.process.wait()

    def close(self):
        self.process.terminate()
        code = self.process.wait()
        if code != 0:
            raise RuntimeError(f"the server ended with {code}")

    def ask(self, method, path, body=None, headers=None):
        """Status and answer; tried again while nobody listens, or it was too often."""
        late = time.monotonic() + TRY_S
        while True:
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            try:
                line.request(method, path, json.dumps(body) if body is not None else None,
                             {"Content-Type": "application/json", **(headers or {})})
                got = line.getresponse()
                if got.status == 429:
                    raise OSError("too many requests a second")
                return got.status, json.loads(got.read() or b"{}")
            except (OSError, http.client.HTTPException):
                if time.monotonic() > late:
                    raise
                time.sleep(0.01)
            finally:
                line.close()
