#!/usr/bin/env python3
# Writes the golden frames: an implementation of the wire protocol by itself, from its text alone.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""make.py [OUT_DIR] writes the *.hex files beside it, or into OUT_DIR.

Format: lines `> HEX...` are bytes from host to bridge, `< HEX...` from bridge
to host, `= ADDRESS HEX...` are bytes of memory before (above the first `>`) or
after (below it); `#` begins a comment. Bytes are in the order of the link. A
blank line ends a frame. The bridge they belong to is that of `CONFIG` below.
"""
import pathlib
import struct
import sys

CONFIG = {
    "hash": 0x0123456789ABCDEF,
    "max_payload": 4096,
    "harts": 3,
    "link_bytes": 8,
    "l3_base": 0x80000000,
    "l3_bytes": 0x10000000,
    # pc, state, mcause, what each waits for, log2 of its quiet cycles
    "status": [(0x80000120, 0, 0x00, 8, 3), (0x10020010, 1, 0x93, 10, 30), (0x8000045C, 0, 0x02, 18, 17)],
}
WRITE_BIT, ANSWER_BIT = 0x40, 0x80
IDENTIFY, WRITE, READ, FILL, CRC, START, STATUS, RESET = 1, 0x42, 3, 4, 5, 6, 7, 8
NOISE_S, OPCODE_S, PAYLOAD_S, LENGTH_S, ADDRESS_S, EPOCH_S, BUS_S, BUSY_S, STALE_S = range(1, 10)
FIELDS = [("magic", 4), ("opcode", 1), ("status", 1), ("sequence", 2), ("address", 6),
          ("epoch", 2), ("count", 4), ("argument", 4), ("payload_crc", 4), ("header_crc", 4)]


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def frame(opcode, sequence=0, address=0, count=0, argument=0, epoch=0, status=0, payload=None, reach=0):
    if payload is not None:
        count = len(payload)
    head = struct.pack("<IBBHQ", 0x31524B53, opcode, status or reach, sequence, address)[:14]
    head += struct.pack("<HIII", epoch, count, argument, crc32c(payload) if payload else 0)
    return head + struct.pack("<I", crc32c(head)) + (payload or b"")


def answer(opcode, payload=None, **fields):
    code = opcode & 0x3F | ANSWER_BIT | (WRITE_BIT if payload is not None else 0)
    return frame(code, payload=payload, **fields)


def hexed(data):
    return " ".join(f"{b:02x}" for b in data)


class Golden:
    def __init__(self, purpose):
        self.lines = [f"# {purpose}", "# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception",
                      "# Made by make.py; the format is told there.", ""]

    def memory(self, address, data):
        self.lines += [f"= {address:08x} {hexed(data)}", ""]
        return self

    def raw(self, direction, data, comment):
        for at in range(0, len(data), 32):
            self.lines.append(f"{direction} {hexed(data[at:at + 32])}" + (f"  # {comment}" if at == 0 else ""))
        self.lines.append("")
        return self

    def send(self, data):
        return self.frame(">", data)

    def get(self, data):
        return self.frame("<", data)

    def frame(self, direction, data):
        at = 0
        for name, size in FIELDS:
            self.lines.append(f"{direction} {hexed(data[at:at + size]):<24}# {name}")
            at += size
        for at in range(32, len(data), 32):
            self.lines.append(f"{direction} {hexed(data[at:at + 32])}")
        self.lines.append("")
        return self


def identity():
    c = CONFIG
    return struct.pack("<IIQIIQQ", 1, c["max_payload"], c["hash"], c["harts"], c["link_bytes"],
                       c["l3_base"], c["l3_bytes"]) + bytes(24)


def status(cycles):
    head = struct.pack("<QQQIIII", cycles, 0, 0, 0, 0, CONFIG["harts"], 0) + bytes(8)
    return head + b"".join(struct.pack("<IBBBB", *hart) for hart in CONFIG["status"])


def files():
    l3 = CONFIG["l3_base"]
    five = bytes([0xDE, 0xAD, 0xBE, 0xEF, 0x01])
    ramp = bytes((7 * i + 3) & 0xFF for i in range(100))
    yield "identify", (Golden("identify: what the cluster is.")
                       .send(frame(IDENTIFY, 1)).get(answer(IDENTIFY, identity(), sequence=1)))
    yield "write", (Golden("write: 5 bytes at an odd address of L3, their neighbours kept.")
                    .memory(l3 + 0x10, b"\x11" * 16)
                    .send(frame(WRITE, 0x1234, l3 + 0x13, payload=five))
                    .get(answer(WRITE, sequence=0x1234, address=l3 + 0x13, count=5))
                    .memory(l3 + 0x10, b"\x11" * 3 + five + b"\x11" * 8))
    yield "read", (Golden("read: 100 bytes across two lines of L3.")
                   .memory(l3 + 0x3D, ramp)
                   .send(frame(READ, 2, l3 + 0x3D, 100))
                   .get(answer(READ, ramp, sequence=2, address=l3 + 0x3D)))
    yield "fill", (Golden("fill: three words, and nothing beside them.")
                   .memory(l3 + 0x1F8, b"\xFF" * 24)
                   .send(frame(FILL, 3, l3 + 0x1FC, 12, 0x04030201))
                   .get(answer(FILL, sequence=3, address=l3 + 0x1FC, count=12, argument=0x04030201))
                   .memory(l3 + 0x1F8, b"\xFF" * 4 + bytes([1, 2, 3, 4]) * 3 + b"\xFF" * 8))
    yield "crc", (Golden("crc: of nine digits, the check value of CRC-32C.")
                  .memory(l3 + 0x301, b"123456789")
                  .send(frame(CRC, 4, l3 + 0x301, 9))
                  .get(answer(CRC, sequence=4, address=l3 + 0x301, count=9, argument=0xE3069283)))
    yield "start", (Golden("start: executed once, answered twice.")
                    .send(frame(START, 5, l3 + 0x100, argument=l3 + 0x40))
                    .get(answer(START, sequence=5, address=l3 + 0x100, argument=l3 + 0x40))
                    .send(frame(START, 5, l3 + 0x100, argument=l3 + 0x40))
                    .get(answer(START, sequence=5, address=l3 + 0x100, argument=l3 + 0x40)))
    yield "status", (Golden("status: where three harts are and what they wait for; the cycle is an example.")
                     .send(frame(STATUS, 24)).get(answer(STATUS, status(1000), sequence=24)))
    yield "reset", (Golden("reset: takes an epoch; then another epoch is refused, with the present one.")
                    .send(frame(RESET, 6, argument=0xBEEF))
                    .get(answer(RESET, sequence=6, argument=0xBEEF))
                    .send(frame(IDENTIFY, 7))
                    .get(answer(IDENTIFY, sequence=7, status=EPOCH_S, argument=0xBEEF))
                    .send(frame(IDENTIFY, 8, epoch=0xBEEF))
                    .get(answer(IDENTIFY, identity(), sequence=8, epoch=0xBEEF))
                    .send(frame(RESET, 9, epoch=0xBEEF, argument=0))
                    .get(answer(RESET, sequence=9, epoch=0xBEEF)))
    said = 0x04030201
    yield "stale", (Golden("stale: nobody waits for a fill from before the oldest unanswered request.")
                    .memory(l3 + 0x500, bytes(8))
                    .send(frame(FILL, 30, l3 + 0x500, 8, said))
                    .get(answer(FILL, sequence=30, address=l3 + 0x500, count=8, argument=said))
                    .send(frame(WRITE, 32, l3 + 0x500, payload=five, reach=2))
                    .get(answer(WRITE, sequence=32, address=l3 + 0x500, count=5))
                    .send(frame(FILL, 30, l3 + 0x500, 8, said))
                    .get(answer(FILL, sequence=30, address=l3 + 0x500, argument=said, status=STALE_S))
                    .send(frame(FILL, 31, l3 + 0x506, 0, said))
                    .get(answer(FILL, sequence=31, address=l3 + 0x506, argument=said, status=LENGTH_S))
                    .memory(l3 + 0x500, five + bytes([2, 3, 4])))
    noise = frame(0x80, status=NOISE_S)
    good = frame(IDENTIFY, 10)
    yield "noise", (Golden("noise: two runs of it, each answered once, and the frames between.")
                    .raw(">", b"hello, world SKR", "no frame, up to a false begin")
                    .raw("<", noise, "noise")
                    .send(good).get(answer(IDENTIFY, identity(), sequence=10))
                    .raw(">", good[:20] + bytes([good[20] ^ 0x10]) + good[21:], "one bit of a header flipped")
                    .raw("<", noise, "noise")
                    .send(good).get(answer(IDENTIFY, identity(), sequence=10)))
    damaged = bytearray(frame(WRITE, 11, l3 + 0x400, payload=five))
    damaged[-1] ^= 0x80
    yield "payload-crc", (Golden("payload_crc: a damaged payload is not written.")
                          .memory(l3 + 0x400, bytes(8))
                          .send(bytes(damaged))
                          .get(answer(WRITE, sequence=11, address=l3 + 0x400, status=PAYLOAD_S))
                          .memory(l3 + 0x400, bytes(8)))
    yield "opcode", (Golden("opcode: unknown ones, with a payload and without, and an answer as a request.")
                     .send(frame(0x3F, 12)).get(answer(0x3F, sequence=12, status=OPCODE_S))
                     .send(frame(0x60, 13, payload=five)).get(answer(0x20, sequence=13, status=OPCODE_S))
                     .send(frame(0x81, 14)).get(answer(0x01, sequence=14, status=OPCODE_S)))
    yield "length", (Golden("length: counts of 0 and above the limits.")
                     .send(frame(READ, 15, l3, 0))
                     .get(answer(READ, sequence=15, address=l3, status=LENGTH_S))
                     .send(frame(READ, 16, l3, CONFIG["max_payload"] + 1))
                     .get(answer(READ, sequence=16, address=l3, status=LENGTH_S))
                     .send(frame(WRITE, 17, l3, payload=b""))
                     .get(answer(WRITE, sequence=17, address=l3, status=LENGTH_S))
                     .send(frame(WRITE, 18, l3, payload=bytes(CONFIG["max_payload"] + 1))[:32])
                     .get(answer(WRITE, sequence=18, address=l3, status=LENGTH_S)))
    end = l3 + CONFIG["l3_bytes"]
    yield "address", (Golden("address: outside of every region, across an end, misaligned.")
                      .send(frame(READ, 19, 0x1000, 4))
                      .get(answer(READ, sequence=19, address=0x1000, status=ADDRESS_S))
                      .send(frame(READ, 20, end - 2, 4))
                      .get(answer(READ, sequence=20, address=end - 2, status=ADDRESS_S))
                      .send(frame(READ, 21, 0x0001_8000_0000, 4))
                      .get(answer(READ, sequence=21, address=0x0001_8000_0000, status=ADDRESS_S))
                      .send(frame(FILL, 22, l3 + 2, 8))
                      .get(answer(FILL, sequence=22, address=l3 + 2, status=ADDRESS_S))
                      .send(frame(READ, 23, 0x1002_1004, 8))
                      .get(answer(READ, sequence=23, address=0x1002_1004, status=ADDRESS_S)))


def main(argv):
    out = pathlib.Path(argv[1] if len(argv) > 1 else pathlib.Path(__file__).parent)
    for name, golden in files():
        (out / f"{name}.hex").write_text("\n".join(golden.lines).rstrip() + "\n")


if __name__ == "__main__":
    main(sys.argv)
