"""As much of Keystone and Glance as a copy needs, and no work: serves SIZE bytes, takes any, hashes nothing.

plain-glance.py PORT SIZE DIGEST - every image id exists, queued until its bytes have come; the bytes of all are the
same: those of `block` again and again. Large reads and writes without a parser, so that the copier is the bottleneck.
"""

import json
import re
import socket
import sys
import threading

port, size, digest = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
block = memoryview(bytes(range(256)) * 4096)
active = set()


def answer(connection, status, value, headers=""):
    body = json.dumps(value).encode()
    head = f"HTTP/1.1 {status}\r\ncontent-length: {len(body)}\r\n{headers}\r\n"
    connection.sendall(head.encode() + body)


def send_image(connection):
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\ncontent-length: {size}\r\n\r\n"
    connection.sendall(head.encode())
    left = size
    while left:
        left -= connection.send(block[: min(left, len(block))])


def take_image(connection, head, rest):
    """Takes a body of known length, or a chunked one, by its last chunk; its length is not counted then."""
    if "100-continue" in head:
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    length = length_of(head)
    sink = memoryview(bytearray(1 << 20))
    taken, tail = len(rest), rest[-5:]
    while taken < length if length is not None else tail != b"0\r\n\r\n":
        count = connection.recv_into(sink)
        if count == 0:
            return False
        taken += count
        tail = bytes(sink[count - 5 : count]) if count >= 5 else (tail + bytes(sink[:count]))[-5:]
    return taken >= size


def length_of(head):
    found = re.search(r"\r\ncontent-length: (\d+)", head)
    return None if found is None else int(found[1])


def describe(image):
    value = {"id": image, "status": "queued", "pumphouse_source_id": "s"}
    if image in active:
        value |= {"status": "active", "size": size, "os_hash_algo": "sha512", "os_hash_value": digest}
    return value


def token():
    endpoints = [{"interface": "public", "url": f"http://127.0.0.1:{port}"}]
    catalog = [{"type": "image", "endpoints": endpoints}]
    return {"token": {"expires_at": "2999-01-01T00:00:00Z", "user": {"id": "u", "name": "u"}, "catalog": catalog}}


def serve(connection):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    rest = b""
    while True:
        while b"\r\n\r\n" not in rest:
            received = connection.recv(65536)
            if not received:
                return
            rest += received
        raw, rest = rest.split(b"\r\n\r\n", 1)
        head = raw.decode().lower()
        image = (re.search(r"/images/([^/ ]+)", head) or [None, ""])[1]
        if head.startswith("put"):
            if not take_image(connection, head, rest):
                return
            rest = b""
            active.add(image)
            connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
        elif "/file " in head:
            send_image(connection)
        elif "/auth/tokens" in head:
            while len(rest) < (length_of(head) or 0):
                rest += connection.recv(65536)
            rest = b""
            answer(connection, "201 Created", token(), "x-subject-token: t\r\n")
        else:
            answer(connection, "200 OK", describe(image))


def serve_safely(connection):
    with connection:
        try:
            serve(connection)
        except OSError:
            pass  # The other side went away.


listener = socket.create_server(("127.0.0.1", port), backlog=64)
print(listener.getsockname()[1], flush=True)
port = listener.getsockname()[1]
while True:
    accepted, _ = listener.accept()
    threading.Thread(target=serve_safely, args=(accepted,), daemon=True).start()
