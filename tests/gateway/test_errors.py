# SPDX-License-Identifier: MIT
"""What nginx answers by itself where calls are judged: its status, and JSON that
the SDKs read; nothing else is touched."""
import http.client
import json
import socket
import subprocess

from harness import Bench, CREATE, FRAUD, JSON, servers, train

SERVERS = """
limit_req_zone $binary_remote_addr zone=slow:64k rate=1r/m;
server {
	listen 127.0.0.1:PORT; listen 127.0.0.1:H2 http2;
	root .;
	portero on;
	portero_principal_header X-Caller-Arn from 127.0.0.1;
	client_max_body_size 4k;
	location / { proxy_pass http://UPSTREAM; }
	location = /own/ { error_page 413 /page.html; proxy_pass http://UPSTREAM; }
	location = /page.html { portero off; }
	location = /deny/ { deny all; proxy_pass http://UPSTREAM; }
	location = /auth/ { auth_request /401; proxy_pass http://UPSTREAM; }
	location = /401 { internal; portero off; return 401; }
	location = /404/ { return 404; }
	location = /418/ { return 418; }
	location = /text/ { return 404 "its own words"; }
	location = /503/ { limit_req zone=slow; proxy_pass http://UPSTREAM; }
	location = /429/ { limit_req zone=slow; limit_req_status 429;
		proxy_pass http://UPSTREAM; }
	location = /502/ { proxy_pass http://127.0.0.1:NOBODY; }
	location = /504/ { proxy_read_timeout 1s; proxy_pass http://127.0.0.1:MUTE; }
	location = /theirs/ { proxy_pass http://127.0.0.1:INNER; }
	location = /intercept/ { proxy_intercept_errors on;
		proxy_pass http://127.0.0.1:INNER; }
	location = /off/ { portero off; proxy_pass http://UPSTREAM; }
}
server { listen 127.0.0.1:INNER; return 404 "from behind"; }
"""
BIG = train(Environment={"K": "v" * 6000})
UNKNOWN = "UnknownOperationException"
FAILURE = "InternalFailure"
TOO_LARGE = "RequestEntityTooLargeException"


def is_json(t, b, what, a, status, kind):
    t.expect(f"{what}: status", a.status, status)
    t.expect(f"{what}: type", a.type, kind)
    t.expect(f"{what}: the header says the same",
             a.headers["x-amzn-ErrorType"], kind)
    t.expect(f"{what}: JSON", a.headers["Content-Type"], JSON)
    t.expect(f"{what}: of that length", a.headers["Content-Length"],
             str(len(a.text)))
    t.expect(f"{what}: words", a.message, lambda m: len(m) > 10)
    t.expect(f"{what}: nothing passes", len(b.upstream.seen), 0)
    b.upstream.seen.clear()


def ours(t, b):
    is_json(t, b, "too large", b.call(BIG), 413, TOO_LARGE)
    text = json.dumps(BIG).encode()
    is_json(t, b, "too large, in chunks", b.call(
        b"%x\r\n%s\r\n0\r\n\r\n" % (len(text), text),
        headers=[("Transfer-Encoding", "chunked")]), 413, TOO_LARGE)
    is_json(t, b, "broken chunks", b.call(
        b"zz\r\n", headers=[("Transfer-Encoding", "chunked")]), 400,
        "ValidationException")
    for path, status, kind in (
            ("/deny/", 403, "AccessDeniedException"),
            ("/auth/", 401, "MissingAuthenticationTokenException"),
            ("/404/", 404, UNKNOWN), ("/418/", 418, "ValidationException"),
            ("/502/", 502, FAILURE), ("/504/", 504, FAILURE)):
        is_json(t, b, path, b.call(train(), path=path), status, kind)
    t.expect("the first in a minute", b.call(train(), path="/503/").status,
             200)
    b.upstream.seen.clear()
    is_json(t, b, "busy", b.call(train(), path="/503/"), 503, FAILURE)
    is_json(t, b, "throttled", b.call(train(), path="/429/"), 429,
            "ThrottlingException")
    a = b.call(train(), path="/502/")
    t.expect("the decision is the request's id", a.headers["x-amzn-RequestId"],
             lambda i: i == b.lines()[-1]["id"])


def not_ours(t, b):
    for what, path, status, text in (
            ("a page that error_page names", "/own/", 413, "too big, sorry"),
            ("return with a text", "/text/", 404, "its own words"),
            ("the upstream's refusal", "/theirs/", 404, "from behind"),
            ("also intercepted", "/intercept/", 404, "from behind")):
        a = b.call(BIG if path == "/own/" else train(), path=path)
        t.expect(what, (a.status, a.text.strip(),
                        a.headers["x-amzn-ErrorType"]), (status, text, None))
    a = b.call(BIG, path="/off/")
    t.expect("where nothing is judged", (a.status, a.headers["Content-Type"]),
             (413, "text/html"))


def one_connection(t, b):
    """A length that was wrong would show in the next answer."""
    c = http.client.HTTPConnection("127.0.0.1", b.port, timeout=10)
    got = []
    for path in ("/404/", "/", "/deny/", "/418/", "/"):
        c.request("POST", path, json.dumps(train()),
                  {"Content-Type": JSON, "X-Amz-Target": CREATE,
                   "X-Caller-Arn": FRAUD})
        r = c.getresponse()
        got.append((r.status, "{" in r.read().decode()))
    t.expect("on one connection", got, [
        (404, True), (200, True), (403, True), (418, True), (200, True)])
    b.upstream.seen.clear()


def http2(t, port):
    done = subprocess.run(
        ["curl", "-s", "--http2-prior-knowledge", "-w", "\n%{http_code}",
         f"http://127.0.0.1:{port}/404/"], text=True,
        capture_output=True).stdout.splitlines()
    t.expect("HTTP/2", (json.loads(done[0])["__type"], done[-1]),
             (UNKNOWN, "404"))


def run(t, build):
    with Bench(build) as b, socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))  # takes connections and says nothing
        mute.listen(8)
        with open(b.nginx.path("page.html"), "w") as f:
            f.write("too big, sorry")
        h2 = servers.free_port()
        b.start(SERVERS.replace("H2", str(h2))
                .replace("INNER", str(servers.free_port()))
                .replace("MUTE", str(mute.getsockname()[1]))
                .replace("NOBODY", str(servers.free_port())),
                "portero_log decisions.log;")
        ours(t, b)
        not_ours(t, b)
        one_connection(t, b)
        http2(t, h2)
