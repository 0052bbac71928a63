"""Requests that no honest client sends; a good one is answered after each batch."""
import concurrent.futures
import random
import socket
import time

GOOD = "/api/v1/divisions/220104"


def send(server, data, wait=2.0):
    """The first bytes of whatever comes back; b"" when the server hung up."""
    with socket.create_connection((server.host, server.port), timeout=wait) as connection:
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            return connection.recv(65536)
        except (TimeoutError, ConnectionError):
            return b""


def raw(target, *headers, method="GET"):
    lines = [f"{method} {target} HTTP/1.1", "Host: 127.0.0.1", *headers, "Connection: close", "", ""]
    return "\r\n".join(lines).encode("latin-1")


def status(answer):
    return int(answer.split()[1]) if answer.startswith(b"HTTP/1.1 ") else None


def test_doubtful_framing_is_refused(yutu):
    for headers in (("Content-Length: 0", "Content-Length: 5"),
                    ("Content-Length: 5", "Transfer-Encoding: chunked"),
                    ("Host: other",), ("Content-Length: -1",), ("Content-Length: 1e3",),
                    ("Transfer-Encoding: gzip",)):
        answer = send(yutu.server, raw(GOOD, *headers))
        assert status(answer) in (400, 501, None), (headers, answer[:80])
    assert yutu.server.ask(GOOD).status == 200


def test_awkward_addresses_are_answered(yutu):
    for target, expected in (("/api/v1/search?q=%00", 400), ("/api/v1/search?q=%zz", 400),
                             ("/api/v1/search?q=%B3%AF%D1%F4", 400), ("/a%2Fb", 404),
                             ("/" + "a" * 9000, 414), ("/tiles/map/99999999999/1/1.png", 400),
                             ("/tiles/map/1/99999999999999999999/1.png", 400),
                             ("/api/v1/divisions/..%2f..%2fetc%2fpasswd", 400),
                             ("/web/..%2f..%2fREADME.md", 404), ("/?" + "a=1&" * 300, 400),
                             ("/" + "a/" * 40, 400)):
        answer = send(yutu.server, raw(target))
        assert status(answer) in (expected, 431, None) and status(answer) is not None, \
            (target[:60], answer[:120])
    assert yutu.server.ask(GOOD).status == 200


def test_an_upload_nobody_wants_is_not_read(yutu):
    """The refusal comes while gigabytes are only announced."""
    record = yutu.copy("unwanted.sqlite")
    key = yutu.json("key", record, "add", "clerk", "--role", "clerk")[1]["key"]
    config = yutu.scratch / "small.conf"
    config.write_text("body_mib = 1\n")
    server = yutu.serve(record, "--config", config)
    try:
        for headers, expected in (((), 401), ((f"Authorization: Bearer {key}",), 413),
                                  (("Authorization: Bearer wrong",), 401)):
            started = time.monotonic()
            head = raw("/api/v1/imports", "Content-Type: multipart/form-data; boundary=x",
                       "Content-Length: 8000000000", *headers, method="POST")
            with socket.create_connection((server.host, server.port), timeout=5) as connection:
                connection.sendall(head)
                answer = connection.recv(65536)
            assert status(answer) == expected, (headers, answer[:200])
            assert b"problem+json" in answer and b"X-Request-Id" in answer
            assert time.monotonic() - started < 2
        chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
        with socket.create_connection((server.host, server.port), timeout=5) as connection:
            try:
                connection.sendall(raw("/api/v1/imports", "Transfer-Encoding: chunked",
                                       method="POST"))
                for _ in range(200):
                    connection.sendall(chunk)
                raise AssertionError("13 MB were read from a stranger")
            except (ConnectionError, TimeoutError):
                pass
        assert server.ask(GOOD).status == 200
    finally:
        assert server.stop()[0] == 0


def test_a_refusal_speaks_the_reader_s_language(yutu):
    for language, word in (("en", "doubled"), ("zh", "重复")):
        answer = send(yutu.server, raw(GOOD, "Host: other", f"Accept-Language: {language}"))
        assert status(answer) == 400 and word.encode() in answer, answer
        assert b"X-Request-Id" in answer and b"Connection: close" in answer


def test_raw_bytes_of_other_encodings_are_refused(yutu):
    for target in ("/api/v1/search?q=\xb3\xaf\xd1\xf4", "/\xff", "/api/v1/search?q=\xed\xa0\x80"):
        answer = send(yutu.server, raw(target))
        assert status(answer) == 400, (target, answer[:120])
    assert yutu.server.ask(GOOD).status == 200


def mutate(chance, data):
    data = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data))
        action = chance.randrange(4)
        if action == 0:
            data[at] ^= 1 << chance.randrange(8)
        elif action == 1:
            del data[at:at + chance.randint(1, 20)]
        elif action == 2:
            data[at:at] = data[at:at + chance.randint(1, 40)]
        else:
            data[at:at] = chance.choice((b"%00", b"\r\n", b"%", b"?", b"&", b"\x00", b"/../", b"\xff"))
        if not data:
            data = bytearray(b"G")
    return bytes(data)


def mutated_batch(server, requests, number):
    """A hundred mutations, by their number; a good request is answered after."""
    chance = random.Random(number)
    for _ in range(100):
        send(server, mutate(chance, chance.choice(requests)), wait=1.0)
    assert server.ask(GOOD).status == 200, f"after batch {number}"
    assert server.process.poll() is None, f"batch {number} ended the server"


def test_mutated_requests_do_no_harm(yutu):
    requests = [raw(t) for t in (GOOD, "/api/v1/search?q=%E6%9C%9D%E9%98%B3&limit=3&within=220100",
                                 "/api/v1/reverse?lon=125.3&lat=43.8&crs=GCJ-02",
                                 "/tiles/map/10/868/371.png", "/tiles/division/8/217/92.pbf",
                                 "/api/v1/findings?bbox=124,43,127,46&min_area=1",
                                 "/styles/default.json", "/api/v1/coverage?kind=eldercare&minutes=5")]
    requests.append(raw("/api/v1/imports", "Content-Type: multipart/form-data; boundary=x",
                        "Content-Length: 20", method="POST") + b"--x\r\n\r\nabc\r\n--x--\r\n")
    server = yutu.server
    # A cut request is waited for a second: several at once, or most of the time is waiting.
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        batches = range(200 if yutu.all else 10)
        list(pool.map(lambda number: mutated_batch(server, requests, number), batches))


def test_half_sent_requests_do_not_block_others(yutu):
    waiting = [socket.create_connection((yutu.server.host, yutu.server.port)) for _ in range(50)]
    try:
        for connection in waiting:
            connection.sendall(b"GET /api/v1/search?q=")
        started = time.monotonic()
        assert yutu.server.ask(GOOD).status == 200
        assert time.monotonic() - started < 2
    finally:
        for connection in waiting:
            connection.close()


def test_a_stop_lets_begun_answers_finish(yutu):
    server = yutu.serve(yutu.record, "--open")
    connections = []
    for i in range(8):
        connection = socket.create_connection((server.host, server.port), timeout=20)
        connection.sendall(raw(f"/tiles/map/{11 + i % 3}/{1736 + i}/{742 + i}@2x.png"))
        connections.append(connection)
    time.sleep(0.02)
    code, errors = server.stop()
    assert code == 0, errors
    for connection in connections:
        answer = connection.recv(64)
        assert answer == b"" or status(answer) in (200, 404, 503), answer
        connection.close()
