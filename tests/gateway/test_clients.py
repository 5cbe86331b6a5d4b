# SPDX-License-Identifier: MIT
"""The real clients: the exception each of them raises, and how often it tries."""
import concurrent.futures
import http.server
import json
import threading

from harness import Bench, CHURN, FRAUD, servers, train
import clients
from test_log import lost

TWO = """
server { listen 127.0.0.1:PORT; portero_principal %s;
	location / { portero on; proxy_pass http://UPSTREAM; } }
server { listen 127.0.0.1:OTHER; portero_principal %s;
	location / { portero on; proxy_pass http://UPSTREAM; } }
""" % (FRAUD, CHURN)


ONE = """
server { listen 127.0.0.1:PORT; portero_principal %s;
	location / { portero on; proxy_pass http://UPSTREAM; }
	location = /metrics { portero_metrics; } }
""" % FRAUD


class Refuser(http.server.ThreadingHTTPServer):
    """Answers every call with one status, and counts."""

    def __init__(self, status, kind):
        outer = self
        self.count = 0

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                outer.count += 1
                self.rfile.read(int(self.headers["Content-Length"]))
                text = json.dumps({"__type": kind, "message": "x"}).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/x-amz-json-1.1")
                self.send_header("x-amzn-ErrorType", kind)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                pass
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


def tries(client, status, kind, body):
    server = Refuser(status, kind)
    try:
        r = client(f"http://127.0.0.1:{server.server_address[1]}", body)
        return r["type"], server.count
    finally:
        server.shutdown()
        server.server_close()


def write(b, name, body):
    with open(b.nginx.path(name), "w") as f:
        json.dump(body, f)
    return b.nginx.path(name)


def ask(t, b, other, name, client, good, bad):
    """One client: a pass, two refusals, and how often it tries."""
    url = f"http://127.0.0.1:{b.port}"
    r = client(url, good)
    t.expect(f"{name}: created", r.get("arn"), lambda a: a)
    r = client(f"http://127.0.0.1:{other}", good)
    t.expect(f"{name}: AccessDeniedException", r.get("type"),
             "AccessDeniedException")
    t.expect(f"{name}: its message", r.get("message", ""),
             lambda m: m.startswith(f"User: {CHURN} is not authorized to "
                                    "perform: sagemaker:CreateTrainingJob"))
    if "id" in r:
        t.expect(f"{name}: the decision is its request id", r["id"],
                 lambda i: i in [x["id"] for x in b.lines()])
    r = client(url, bad)
    t.expect(f"{name}: ValidationException", r.get("type"),
             "ValidationException")


def ask_again(t, name, client, good):
    t.expect(f"{name}: 503 is tried again, and not for ever", tries(
        client, 503, "InternalFailure", good), lambda r: 2 <= r[1] <= 5)


def ask_once(t, b, name, client, body, kind):
    t.expect(f"{name}: {kind}",
             client(f"http://127.0.0.1:{b.port}", body)["type"], kind)


def run(t, build):
    found, missing = clients.find(build)
    for name, why in missing.items():
        t.skip(name, why)
    other = servers.free_port()
    with Bench(build) as b, Bench(build) as small, Bench(build) as broken, \
            concurrent.futures.ThreadPoolExecutor() as pool:
        b.start(TWO.replace("OTHER", str(other)), "portero_log decisions.log;")
        # nginx itself refuses, and what cannot be judged
        small.start(ONE, "client_max_body_size 4k;")
        broken.start(ONE, "portero_log /dev/full required;")
        good = write(b, "good.json", train())
        bad = write(b, "bad.json", train("pipelines-k2m9x0q7w3ab-T-"
                                         "Zt81kQm2Ls"))
        large = write(b, "large.json", train(HyperParameters={
            f"k{i}": "v" * 200 for i in range(30)}))
        # each mostly waits before it tries again: all of them at once
        asked = []
        for name, client in found.items():
            asked += [
                pool.submit(ask_again, t, name, client, good),
                pool.submit(ask, t, b, other, name, client, good, bad),
                pool.submit(ask_once, t, small, name, client, large,
                            "RequestEntityTooLargeException"),
                pool.submit(ask_once, t, broken, name, client, good,
                            "InternalFailure")]
        for x in asked:
            x.result()
        t.expect("one pass and two refusals each", [
            sum(x["verdict"] == v for x in b.lines())
            for v in ("ALLOW", "DENY")], [len(found), 2 * len(found)])
        t.expect("and no more reached the API", len(b.upstream.seen),
                 len(found))
        t.expect("nothing too large did", len(small.upstream.seen), 0)
        t.expect("nothing unjudged did", len(broken.upstream.seen), 0)
        t.expect("and a 501 is tried once", lost(broken), len(found))
