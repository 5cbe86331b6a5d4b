# SPDX-License-Identifier: MIT
"""Bodies and headers as they should not be: never a pass, never a crash, and
what passes is what was judged."""
import gzip
import http.client
import json
import socket
import subprocess
import time

from harness import Bench, CREATE, FRAUD, JSON, SIMPLE, servers, train

LARGE = train(Environment={f"K{i}": "v" * 500 for i in range(300)})
GOOD = json.dumps(train())
BAD_BODIES = [
    ("empty", ""), ("blank", " "), ("not JSON", "hello"),
    ("an open brace", "{"), ("two values", GOOD + GOOD), ("a list", "[]"),
    ("a string", '"x"'), ("null", "null"), ("a number", "1"),
    ("a comma too many", '{"a":1,}'), ("single quotes", "{'a':1}"),
    ("a byte order mark", "\ufeff" + GOOD),
    ("the role twice", GOOD[:-1] + ',"RoleArn":"arn:aws:iam::111122223333:'
     'role/admin/PlatformAdmin"}'),
    ("the role in another case", GOOD[:-1] + ',"rolearn":"arn:aws:iam::'
     '111122223333:role/admin/PlatformAdmin"}'),
    ("a machine in another case", GOOD[:-1] + ',"resourceConfig":'
     '{"InstanceType":"ml.p5.48xlarge"}}'),
    ("a name in another case", GOOD[:-1] + ',"trainingJobName":"x"}'),
    ("a tag with two keys", GOOD.replace('"Value"', '"key":"x","Value"')),
    ("the role twice, once escaped", GOOD[:-1] + ',"\\u0052oleArn":"arn:aws:'
     'iam::111122223333:role/admin/PlatformAdmin"}'),
    ("a member twice, deep inside", GOOD.replace(
        '"InstanceCount"', '"InstanceType":"ml.p5.48xlarge","InstanceCount"')),
    ("a comment", GOOD[:-1] + "/* x */}"), ("a blank behind a NUL", GOOD +
                                            "\0 "),
    ("a NUL in a name", GOOD.replace("fraud-k2", "fraud\\u0000k2")),
    ("a lone surrogate", GOOD.replace("fraud-k2", "fraud\\ud800k2")),
    ("bytes that are not UTF-8", GOOD.encode().replace(b"fraud", b"\xff\xfe")),
    ("deep lists", "[" * 100000), ("deep objects", '{"a":' * 50000),
    ("a huge number", GOOD[:-1] + ',"X":' + "9" * 400 + "}"),
    ("a number without end", GOOD[:-1] + ',"X":1e9999}'),
    ("a role that is a list", GOOD.replace(
        '"arn:aws:iam::111122223333:role/ml/FraudTraining"', "[]")),
    ("a name with a slash", GOOD.replace("fraud-k2", "x/fraud-k2")),
    ("a name with a star", GOOD.replace("fraud-k2", "fraud-*")),
    ("XML", "<CreateTrainingJob/>"), ("gzip", gzip.compress(GOOD.encode())),
]
REFUSED_FORMS = [
    ("GET", dict(method="GET")), ("PUT", dict(method="PUT")),
    ("another path", dict(path="/x")),
    ("a path for Smithy RPC",
     dict(path="/service/SageMaker/operation/CreateTrainingJob")),
    ("a path that is normalized", dict(path="/a/..")),
    ("two slashes", dict(path="//")), ("an encoded slash", dict(path="/%2f")),
    ("a query", dict(path="/?Action=CreateTrainingJob")),
    ("no target", dict(target=None)), ("an empty target", dict(target="")),
    ("another service", dict(target="Other.CreateTrainingJob")),
    ("a target in another case", dict(target="sagemaker.CreateTrainingJob")),
    ("a target with a blank", dict(target=CREATE + " x")),
    ("a target with a dot", dict(target="SageMaker.a.CreateTrainingJob")),
    ("a long target", dict(target="SageMaker." + "A" * 3000)),
    ("two targets", dict(headers=[("X-Amz-Target", "SageMaker.ListModels")])),
    ("two targets alike", dict(headers=[("x-amz-target", CREATE)])),
    ("Smithy", dict(headers=[("Smithy-Protocol", "rpc-v2-cbor")])),
    # bug: behind a 101 of the upstream, a tunnel in which nothing is judged
    ("another protocol", dict(headers=[("Upgrade", "h2c"),
                                       ("Connection", "Upgrade")])),
    ("also after what makes no job", dict(
        target="SageMaker.ListModels", headers=[("upgrade", "websocket")])),
    ("gzip", dict(headers=[("Content-Encoding", "gzip")])),
    ("identity and gzip", dict(headers=[("Content-Encoding", "identity"),
                                        ("Content-Encoding", "gzip")])),
    ("an encoding of no name", dict(headers=[("Content-Encoding", "")])),
    ("an absolute URI with a path", dict(path="http://x/y")),
    ("an absolute URI with a query", dict(path="http://x/?Action=y")),
    ("a fragment", dict(path="/#x")), ("a semicolon", dict(path="/;x")),
    ("two targets in one", dict(target=CREATE + ",SageMaker.ListModels")),
    ("a target with a tab", dict(target=CREATE + "\tx")),
    ("a target in bytes", dict(target=CREATE + "\xe4")),
    ("a target of a newer protocol",
     dict(target="com.amazonaws.sagemaker#SageMaker.CreateTrainingJob")),
    ("CBOR", dict(headers=[("Content-Type", "application/cbor")])),
    ("a form", dict(headers=[("Content-Type",
                              "application/x-www-form-urlencoded")])),
    ("two types", dict(headers=[("Content-Type", JSON),
                                ("Content-Type", "application/cbor")])),
    ("another character set",
     dict(headers=[("Content-Type", JSON + "; charset=utf-16")])),
]


CLOSE = "Connection: close"


def chunks(body, n):
    parts = [body[i:i + n] for i in range(0, len(body), n)]
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"


def raw(b, text, pause=None, step=40):
    """Sends TEXT as it is, in pieces with a PAUSE; returns the answer."""
    with socket.create_connection(("127.0.0.1", b.port), timeout=20) as s:
        if pause is None:
            s.sendall(text)
        else:
            for i in range(0, len(text), step):
                s.sendall(text[i:i + step])
                time.sleep(pause)
        r = http.client.HTTPResponse(s, method="POST")
        r.begin()
        return r.status, r.read().decode()


def head(length, *more):
    return "\r\n".join(["POST / HTTP/1.1", "Host: x", "Content-Type: " + JSON,
                        "X-Amz-Target: " + CREATE, "X-Caller-Arn: " + FRAUD,
                        length, *more, "", ""]).encode()


def refused(b, t, what, a):
    t.expect(what, a.status, lambda s: s in (400, 405, 413))
    t.expect(f"{what}: JSON", a.type, lambda k: k and k.endswith("Exception"))
    t.expect(f"{what}: nothing passes", len(b.upstream.seen), 0)
    b.upstream.seen.clear()


def hostile(b, t):
    """What must be refused, also by an instrumented build."""
    for what, body in BAD_BODIES:
        refused(b, t, what, b.call(body))
    for what, how in REFUSED_FORMS:
        refused(b, t, what, b.call(GOOD, **how))
    big = b"x" * (10 << 20)
    refused(b, t, "10 MB", b.call(big))
    refused(b, t, "10 MB in chunks", b.call(
        chunks(big, 1 << 16), headers=[("Transfer-Encoding", "chunked")]))
    workers = b.nginx.workers()
    t.expect("after all this it serves", b.call(GOOD).status, 200)
    b.upstream.seen.clear()
    return workers


def passing(b, t):
    """What must pass, whole."""
    def passes(what, status):
        t.expect(what, status, 200)
        t.expect(f"{what}: the whole body", [json.loads(x[2])
                                             for x in b.upstream.seen],
                 lambda seen: seen in ([train()], [LARGE]))
        b.upstream.seen.clear()
    passes("plain", b.call(GOOD).status)
    passes("from a temporary file", b.call(LARGE).status)
    for n in (1, 7, 4096):
        passes(f"chunks of {n}", b.call(
            chunks(GOOD.encode(), n),
            headers=[("Transfer-Encoding", "chunked")]).status)
    passes("a large one in chunks", b.call(
        chunks(json.dumps(LARGE).encode(), 1000),
        headers=[("Transfer-Encoding", "chunked")]).status)
    length = f"Content-Length: {len(GOOD)}"
    passes("slowly", raw(b, head(length) + GOOD.encode(), 0.01)[0])
    with socket.create_connection(("127.0.0.1", b.port), timeout=10) as s:
        s.sendall(head(length, "Expect: 100-continue"))
        t.expect("100 Continue", s.recv(100)[:21], b"HTTP/1.1 100 Continue")
        s.sendall(GOOD.encode())
        r = http.client.HTTPResponse(s, method="POST")
        r.begin()
        passes("after 100 Continue", r.status)
    with socket.create_connection(("127.0.0.1", b.port), timeout=10) as s:
        s.sendall(head(f"Content-Length: {9 << 20}", "Expect: 100-continue"))
        r = http.client.HTTPResponse(s, method="POST")
        r.begin()  # nginx may say 100 first: the answer is what counts
        t.expect("what is too large need not be sent", r.status, 413)
    c = http.client.HTTPConnection("127.0.0.1", b.port, timeout=10)
    got = []
    for body in (GOOD, "{", GOOD):
        c.request("POST", "/", body, {"Content-Type": JSON, "X-Amz-Target":
                                      CREATE, "X-Caller-Arn": FRAUD})
        r = c.getresponse()
        got.append(r.status)
        r.read()
    t.expect("one connection, a refusal between", got, [200, 400, 200])
    b.upstream.seen.clear()


def smuggling(b, t):
    a = b.call(GOOD, headers=[
        ("X-Portero-Decision-Id", "FORGED"), ("x-portero-verdict", "ALLOW"),
        ("X-PORTERO-GENERATION", "f"), ("X-Portero-Anything", "FORGED"),
        ("X-Portero-Decision-Id", "FORGED")])
    names = [n.lower() for n, _ in b.upstream.seen[0][1]]
    values = " ".join(v for _, v in b.upstream.seen[0][1])
    t.expect("forged decision headers: status", a.status, 200)
    t.expect("and they are gone", sorted(n for n in names if "portero" in n),
             ["x-portero-decision-id", "x-portero-generation",
              "x-portero-verdict"])
    t.expect("and their values", values, lambda v: "FORGED" not in v)
    b.upstream.seen.clear()
    b.call("{}", "SageMaker.ListModels",
           headers=[("X-Portero-Verdict", "FORGED")])
    t.expect("also where nothing is decided", [
        n for n, _ in b.upstream.seen[0][1] if "portero" in n.lower()], [])
    b.upstream.seen.clear()
    # one request that two servers could read as two
    for what, text in (
        ("both lengths", head("Content-Length: 5",
                              "Transfer-Encoding: chunked") +
         chunks(GOOD.encode(), 100)),
        ("two lengths", head("Content-Length: 5", "Content-Length: 600") +
         GOOD.encode()),
        ("a length with a sign", head("Content-Length: +5") + b"12345"),
        ("another coding", head("Transfer-Encoding: xchunked") +
         chunks(GOOD.encode(), 100)),
    ):
        status, _ = raw(b, text)
        t.expect(what, status, lambda s: s in (400, 501))
        t.expect(f"{what}: nothing passes", len(b.upstream.seen), 0)
        b.upstream.seen.clear()


def one_after_another(b, t):
    """Calls that come in one piece are judged one by one, and the body of a
    call that was refused unread is no call."""
    def go(*parts):
        b.upstream.seen.clear()
        with socket.create_connection(("127.0.0.1", b.port), timeout=10) as s:
            s.sendall(b"".join(parts))
            text = b""
            try:
                while piece := s.recv(65536):
                    text += piece
            except ConnectionResetError:
                pass  # what it has not read is thrown away
        return ([int(x[:3]) for x in text.decode().split("HTTP/1.1 ")[1:]],
                [json.loads(x[2]) for x in b.upstream.seen])
    yes, no = GOOD.encode(), json.dumps(train(tags=False)).encode()

    def call(body, *more, target=CREATE):
        return head(f"Content-Length: {len(body)}", *more).replace(
            CREATE.encode(), target.encode()) + body
    t.expect("three in one piece", go(
        call(yes), call(no), call(yes, CLOSE)), ([200, 400, 200], [train()] * 2))
    t.expect("a call in the body of one that is refused by its form",
             go(call(call(yes), target="x"), call(no, CLOSE)),
             ([400, 400], []))
    t.expect("and of one whose operation is refused",
             go(call(call(yes), target="SageMaker.CreateX"), call(no, CLOSE)),
             ([400, 400], []))
    t.expect("and of one that is too large", go(
        head(f"Content-Length: {3 << 20}", CLOSE) + call(yes) * 3)[1], [])
    t.expect("no length, and a body that follows", go(
        head("X-None: 1", CLOSE) + yes)[1], [])
    t.expect("a NUL in the path", go(call(yes, CLOSE).replace(
        b"POST / ", b"POST /%00 "))[1], [])
    t.expect("an absolute URI is the path in it", go(
        call(yes).replace(b"POST / ", b"POST http://elsewhere/ "),
        call(no, CLOSE).replace(b"POST / ", b"POST http://elsewhere/ ")),
        ([200, 400], [train()]))
    t.expect("and the API sees the path", [x[3] for x in b.upstream.seen],
             ["/"])
    b.upstream.seen.clear()


def curl(port, body, *more):
    return subprocess.run(
        ["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}",
         "--http2-prior-knowledge", "--max-time", "20", "-H",
         "Content-Type: " + JSON, "-H", "X-Caller-Arn: " + FRAUD,
         "--data-binary", "@-", *more], input=body, text=True,
        capture_output=True).stdout


def http2(b, t, port):
    url = f"http://127.0.0.1:{port}/"
    target = ("-H", "X-Amz-Target: " + CREATE)
    for what, body, status, more in (
            ("HTTP/2", GOOD, "200", (*target, url)),
            ("HTTP/2, large", json.dumps(LARGE), "200", (*target, url)),
            ("HTTP/2, refused", "{", "400", (*target, url)),
            ("HTTP/2, a path", GOOD, "400", (*target, url + "x")),
            ("HTTP/2, a query", GOOD, "400", (*target, url + "?x")),
            ("HTTP/2, two targets", GOOD, "400",
             (*target, "-H", "X-Amz-Target: SageMaker.ListModels", url)),
            ("HTTP/2, no target", GOOD, "400", (url,))):
        b.upstream.seen.clear()
        t.expect(what, curl(port, body, *more), status)
        t.expect(f"{what}: upstream", len(b.upstream.seen),
                 1 if status == "200" else 0)
    for length in (5, len(GOOD) + 5):
        b.upstream.seen.clear()
        curl(port, GOOD, *target, "-H", f"Content-Length: {length}", url)
        t.expect(f"HTTP/2, a length of {length}", len(b.upstream.seen), 0)


def run(t, build):
    with Bench(build) as b:
        h2 = servers.free_port()
        b.start(SIMPLE.replace("listen 127.0.0.1:PORT;",
                               "listen 127.0.0.1:PORT; "
                               f"listen 127.0.0.1:{h2} http2;"),
                "lingering_timeout 1s;")
        workers = hostile(b, t)
        passing(b, t)
        smuggling(b, t)
        one_after_another(b, t)
        http2(b, t, h2)
        t.expect("no worker died", b.nginx.workers(), workers)
    with Bench(build) as b:
        b.start(SIMPLE, "client_body_timeout 1s;")
        with socket.create_connection(("127.0.0.1", b.port), timeout=10) as s:
            s.sendall(head("Content-Length: 500") + b'{"a":')
            t.expect("a body that never ends", s.recv(100),
                     lambda x: x == b"" or b" 408 " in x)
        t.expect("and nothing passes", len(b.upstream.seen), 0)
