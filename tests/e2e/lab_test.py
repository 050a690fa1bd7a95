#!/usr/bin/env python3
# A real lab server: clients that race, a server that is killed, suites, TLS.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""lab_test.py BIN_DIR [--races N] [--kills N] [--only NAME]"""
import argparse
import json
import os
import pathlib
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lab_server import Server  # noqa: E402

ONE = '[[resource]]\nname = "b"\ntarget = "sim"\n'
MODEL = """func.func @twice(%x: tensor<4x4xf64> {snitch.name = "x"}) -> (tensor<4x4xf64> {snitch.name = "y"}) {
  %y = arith.addf %x, %x : tensor<4x4xf64>
  return %y : tensor<4x4xf64>
}
"""


def check(what, says):
    if not what:
        raise AssertionError(says)


def races(seeker, folder, count):
    """Two clients want the one board, over and over: never both have it."""
    server = Server(seeker, folder, ONE)
    holders, together, epochs, lock = set(), [], [], threading.Lock()

    def client(name):
        for turn in range(count):
            key = f"{name}-{turn}"
            status, got = server.ask("PUT", f"/api/tickets/{key}", {"holder": name, "seconds": 60})
            while "lease" not in got:
                check(status == 200, got)
                status, got = server.ask("GET", f"/api/tickets/{key}")
            with lock:
                holders.add(name)
                together.append(len(holders))
                epochs.append(got["lease"]["epoch"])
            with lock:
                holders.discard(name)
            check(server.ask("DELETE", f"/api/tickets/{key}")[0] == 200, "not given back")

    clients = [threading.Thread(target=client, args=(name,)) for name in ("a", "b")]
    for each in clients:
        each.start()
    for each in clients:
        each.join()
    server.close()
    check(len(together) == 2 * count, f"{len(together)} of {2 * count} leases")
    check(max(together) == 1, "two holders at once")
    check(len(set(epochs)) == len(epochs), "an epoch came twice")
    print(f"lease races: {count} of two clients, 0 with two holders, 0 lost")


def kills(seeker, folder, count):
    """The server is killed at random moments while two clients go on."""
    server = Server(seeker, folder, ONE)
    chance, over, held, violations, lease_count = random.Random(7), threading.Event(), {}, [], [0]
    lock = threading.Lock()

    def client(name):
        turn = 0
        while not over.is_set():
            key = f"{name}-{turn}"
            turn += 1
            got = {}
            while "lease" not in got:
                _, got = server.ask("PUT", f"/api/tickets/{key}", {"holder": name, "seconds": 60})
            epoch = got["lease"]["epoch"]
            with lock:
                if held:
                    violations.append((name, dict(held)))
                held[name] = epoch
                lease_count[0] += 1
            again = server.ask("GET", f"/api/tickets/{key}")[1]
            if again.get("lease", {}).get("epoch") != epoch:
                violations.append((name, again))
            with lock:
                del held[name]
            server.ask("DELETE", f"/api/tickets/{key}")

    clients = [threading.Thread(target=client, args=(name,)) for name in ("a", "b")]
    for each in clients:
        each.start()
    recovery = []
    for _ in range(count):
        time.sleep(chance.uniform(0.001, 0.06))
        server.kill()
        begin = time.monotonic()
        server.start()
        check(server.ask("GET", "/api/state")[0] == 200, "no state")
        recovery.append(time.monotonic() - begin)
    over.set()
    for each in clients:
        each.join()
    check(server.ask("GET", "/api/state")[1]["resources"][0]["state"] == "free", "the board is lost")
    server.close()
    check(not violations, violations[:3])
    recovery.sort()
    at = lambda part: 1000 * recovery[min(len(recovery) - 1, int(part * len(recovery)))]  # noqa: E731
    print(f"server killed: {count} times during {lease_count[0]} leases, 0 with two holders, 0 lost; "
          f"recovery p50 {at(0.5):.0f} ms, p99 {at(0.99):.0f} ms")


def holders_that_die(seeker, folder, _):
    """A client that is gone keeps a board no longer than its lease; a drained board refuses at once."""
    server = Server(seeker, folder, ONE)
    server.ask("PUT", "/api/tickets/dead", {"holder": "dead", "seconds": 1})
    begin = time.monotonic()
    got = {}
    while "lease" not in got:
        got = server.ask("PUT", "/api/tickets/next", {"holder": "next", "seconds": 60})[1]
        time.sleep(0.02)
    waited = time.monotonic() - begin
    check(0.8 < waited < 6, f"waited {waited:.2f} s")
    server.ask("DELETE", "/api/tickets/next")
    for turn in range(3):
        server.ask("PUT", f"/api/tickets/f{turn}", {"holder": "f", "seconds": 60})
        server.ask("DELETE", f"/api/tickets/f{turn}", {"failed": "no answer"})
    status, got = server.ask("PUT", "/api/tickets/late", {"holder": "late"})
    check(status == 503 and got["error"] == "all that could serve are drained: b (3 failures in a row, the last: "
          "no answer)", got)
    said = subprocess.run([seeker, "lab", "status", "--lab", server.url], capture_output=True, text=True)
    check("drained" in said.stdout and "3 failures in a row" in said.stdout, said.stdout)
    subprocess.run([seeker, "lab", "undrain", "b", "--lab", server.url], check=True)
    check("lease" in server.ask("PUT", "/api/tickets/late2", {"holder": "late"})[1], "still drained")
    server.close()
    print(f"a dead holder's board came free after {waited:.2f} s of a lease of 1 s")


def suites(seeker, folder, _):
    """`ci run --lab` leases its targets there and tells it of its runs."""
    server = Server(seeker, folder, '[[resource]]\nname = "i"\ntarget = "iss"\n')
    (folder / "m.mlir").write_text(MODEL)
    values = b"\x93NUMPY\x01\x00v\x00" + b"{'descr': '<f8', 'fortran_order': False, 'shape': (4, 4), }".ljust(117) + b"\n"
    (folder / "x.npy").write_bytes(values + bytes(128))
    (folder / "s.toml").write_text("".join(
        f'[[case]]\nname = "{name}"\nmodel = "m.mlir"\ntarget = "iss"\ninput = ["x=x.npy"]\ngolden = ["y=x.npy"]\n'
        for name in ("one", "two")))
    words = [seeker, "ci", "run", folder / "s.toml", "--lab", server.url, "--jobs", "2"]
    got = subprocess.run(words, capture_output=True, text=True)
    check(got.returncode == 0, got.stdout + got.stderr)
    cases = server.ask("GET", "/api/cases")[1]["cases"]
    check([c["name"] for c in cases] == ["one", "two"] and all(c["runs"][0][0] == "PASS" for c in cases), cases)
    resource = server.ask("GET", "/api/state")[1]["resources"][0]
    check(resource["state"] == "free", resource)
    (folder / "s.toml").write_text((folder / "s.toml").read_text().replace('"iss"', '"vboard:none"'))
    got = subprocess.run([*words, "--attempts", "1"], capture_output=True, text=True)
    check(got.returncode == 3 and "there is no vboard:none here; there are: i" in got.stdout + got.stderr,
          got.stdout + got.stderr)
    server.close()
    unreachable = subprocess.run([seeker, "lab", "status", "--lab", "http://example.org:1"], capture_output=True, text=True)
    check(unreachable.returncode == 2 and "only by https://" in unreachable.stderr, unreachable.stderr)
    print("a suite's runs: 2 leased, 2 told, board free again")


def tls(seeker, folder, _):
    """Other addresses take users and TLS; tokens open doors, and are nowhere in the logs."""
    if not shutil.which("openssl"):
        raise RuntimeError("openssl is missing")
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-keyout", folder / "key.pem", "-out", folder / "cert.pem", "-days", "2", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"], check=True, capture_output=True)
    (folder / "lab.toml").write_text(ONE)
    said = subprocess.run([seeker, "lab", "serve", "--listen", "0.0.0.0:0", "--state", folder / "s", "--resources",
                           folder / "lab.toml"], capture_output=True, text=True)
    check(said.returncode == 2 and "other machines reach 0.0.0.0: that takes --users, --tls-certificate and --tls-key"
          in said.stderr, said.stderr)
    secret = "a-very-secret-token"
    digest = subprocess.run(["sha256sum"], input=secret.encode(), capture_output=True).stdout.split()[0].decode()
    (folder / "users").write_text(f"ann {digest} admin\n")
    (folder / "token").write_text(secret + "\n")
    server = Server(seeker, folder, ONE, ["--users", folder / "users", "--tls-certificate", folder / "cert.pem",
                                          "--tls-key", folder / "key.pem"])
    check(server.url.startswith("https://"), server.url)
    url = f"https://localhost:{server.port}"
    words = [seeker, "lab", "status", "--lab", url, "--tls-authority", folder / "cert.pem"]
    said = subprocess.run([*words, "--token-file", folder / "token"], capture_output=True, text=True)
    check(said.returncode == 0 and "free" in said.stdout, said.stderr)
    said = subprocess.run(words, capture_output=True, text=True)
    check(said.returncode == 2 and "a token is needed" in said.stderr, said.stderr)
    # Without the authority's certificate nobody is trusted, and plain text is no TLS.
    second = subprocess.Popen([seeker, "lab", "status", "--lab", url, "--token-file", folder / "token"],
                              stderr=subprocess.PIPE, text=True)
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall(b"GET /api/state HTTP/1.1\r\nHost: x\r\n\r\n")
        check(b"200" not in line.recv(100), "plain text was answered")
    taken = subprocess.run([seeker, "lab", "serve", "--listen", "127.0.0.1:0", "--state", folder / "state",
                            "--resources", folder / "lab.toml"], capture_output=True, text=True)
    check(taken.returncode == 2 and "another server has" in taken.stderr, taken.stderr)
    second.kill()
    second.wait()
    server.close()
    for file in (folder / "state").rglob("*"):
        check(not file.is_file() or secret.encode() not in file.read_bytes(), f"{file} has the token")
    check(oct((folder / "state").stat().st_mode)[-3:] == "700", "others read the state")
    print("TLS: a token opens the door, none is in any file of the state")


def hostile(seeker, folder, _):
    """Garbage, floods and half requests: the server goes on."""
    server = Server(seeker, folder, ONE)
    chance = random.Random(3)
    for turn in range(300):
        with socket.create_connection(("127.0.0.1", server.port)) as line:
            kind = turn % 5
            text = [chance.randbytes(200), b"GET /" + b"a" * 20000 + b" HTTP/1.1\r\n\r\n",
                    b"PUT /api/tickets/k HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
                    b"GET /api/watch HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n" + chance.randbytes(50),
                    b"POST /api/runs HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n"][kind]
            line.sendall(text)
    idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(400)]
    check(server.ask("GET", "/api/state")[0] == 200, "no answer beside idle connections")
    for line in idle:
        line.close()
    check(server.ask("GET", "/api/state")[0] == 200, "no answer")
    server.close()
    print("hostile bytes: 300 connections, the server answers on")


CASES = {"races": races, "kills": kills, "holders": holders_that_die, "suites": suites, "tls": tls, "hostile": hostile}


def main():
    words = argparse.ArgumentParser()
    words.add_argument("bin", type=pathlib.Path)
    words.add_argument("--races", type=int, default=50)
    words.add_argument("--kills", type=int, default=15)
    words.add_argument("--only", default="")
    asked = words.parse_args()
    os.environ.pop("http_proxy", None)
    failed = 0
    for name, run in CASES.items():
        if asked.only and name != asked.only:
            continue
        with tempfile.TemporaryDirectory() as folder:
            try:
                run(asked.bin / "seeker", pathlib.Path(folder) / "lab", {"races": asked.races, "kills": asked.kills}.get(name))
            except Exception as problem:  # noqa: BLE001
                failed += 1
                print(f"FAIL {name}: {type(problem).__name__}: {str(problem)[:2000]}")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
