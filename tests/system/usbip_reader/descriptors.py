"""The USB descriptors of a reader."""
import struct

from .options import Options

DEVICE, CONFIGURATION, STRING, QUALIFIER = 1, 2, 3, 6
BULK_OUT, BULK_IN, INTERRUPT_IN = 0x01, 0x82, 0x83
CLOCK, RATE, LARGEST_RATE = 4000, 10752, 344086


def descriptor(kind, index, options: Options, number):
    """None: there is none of that kind."""
    if kind == DEVICE:
        return struct.pack("<BBHBBBBHHHBBBB", 18, DEVICE, 0x0200, 0, 0, 0, 64, options.vendor, options.product, 0x0100,
                           1, 2, 3, 1)
    if kind == CONFIGURATION:
        return _configuration(options)
    if kind == STRING:
        return _string(index, options, number)
    if kind == QUALIFIER and options.speed == "high":
        return struct.pack("<BBHBBBBBB", 10, QUALIFIER, 0x0200, 0, 0, 0, 64, 1, 0)
    return None


def _configuration(options):
    high = options.speed == "high"
    endpoints = [(BULK_OUT, 2, 512 if high else 64, 0), (BULK_IN, 2, 512 if high else 64, 0)]
    if options.interrupt:
        endpoints.append((INTERRUPT_IN, 3, 16, 8 if high else 16))
    body = struct.pack("<9B", 9, 4, 0, 0, len(endpoints), 0x0B, 0, 0, 4) + _class(options)
    body += b"".join(struct.pack("<BBBBHB", 7, 5, *endpoint) for endpoint in endpoints)
    return struct.pack("<BBHBBBBB", 9, CONFIGURATION, 9 + len(body), 1, 1, 0, 0x80, 50) + body


def _class(options):
    return struct.pack("<BBHBBIIIBIIBIIIIIBBHBB", 54, 0x21, 0x0110, options.slots - 1, 7, 3, CLOCK, CLOCK, 0, RATE,
                       LARGEST_RATE, 0, options.largest_block, 0, 0, options.features, options.largest_message, 0xFF, 0xFF,
                       0, options.pin, options.busy)


def _string(index, options, number):
    if index == 0:
        return b"\x04\x03\x09\x04"
    text = {1: "Toy", 2: options.name, 3: f"TOY{number:05}", 4: "CCID"}.get(index, "?").encode("utf-16le")
    return bytes([len(text) + 2, STRING]) + text
