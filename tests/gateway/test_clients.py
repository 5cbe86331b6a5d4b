# SPDX-License-Identifier: MIT
"""The real clients: the exception each of them raises, and how often it tries."""
import concurrent.futures
import http.server
import json
import threading

from harness import Bench, CHURN, FRAUD, servers, train
import clients

TWO = """
server { listen 127.0.0.1:PORT; portero_principal %s;
	location / { portero on; proxy_pass http://UPSTREAM; } }
server { listen 127.0.0.1:OTHER; portero_principal %s;
	location / { portero on; proxy_pass http://UPSTREAM; } }
""" % (FRAUD, CHURN)


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


def ask(t, b, name, client, good, bad, other):
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
    t.expect(f"{name}: 501 is tried once", tries(
        client, 501, "InternalFailure", good), ("InternalFailure", 1))
    t.expect(f"{name}: 503 is tried again, and not for ever", tries(
        client, 503, "InternalFailure", good), lambda r: 2 <= r[1] <= 5)


def run(t, build):
    found, missing = clients.find(build)
    for name, why in missing.items():
        t.skip(name, why)
    other = servers.free_port()
    with Bench(build) as b:
        b.start(TWO.replace("OTHER", str(other)), "portero_log decisions.log;")
        good = write(b, "good.json", train())
        bad = write(b, "bad.json", train("pipelines-k2m9x0q7w3ab-T-"
                                         "Zt81kQm2Ls"))
        # each mostly waits before it tries again: all of them at once
        with concurrent.futures.ThreadPoolExecutor() as pool:
            for done in [pool.submit(ask, t, b, name, client, good, bad, other)
                         for name, client in found.items()]:
                done.result()
        t.expect("one pass and two refusals each", [
            sum(x["verdict"] == v for x in b.lines())
            for v in ("ALLOW", "DENY")], [len(found), 2 * len(found)])
        t.expect("and no more reached the API", len(b.upstream.seen),
                 len(found))
    with Bench(build) as b:  # what nginx itself answers
        b.start(TWO.replace("OTHER", str(other)),
                "client_max_body_size 4k;")
        large = write(b, "large.json", train(HyperParameters={
            f"k{i}": "v" * 200 for i in range(30)}))
        for name, client in found.items():
            r = client(f"http://127.0.0.1:{b.port}", large)
            t.expect(f"{name}: too large for nginx", r["type"],
                     "RequestEntityTooLargeException")
        t.expect("nothing of that passes", len(b.upstream.seen), 0)
    with Bench(build) as b:  # what cannot be judged, through the gateway
        b.start(TWO.replace("OTHER", str(other)),
                "portero_log /dev/full required;")
        good = write(b, "good.json", train())
        for name, client in found.items():
            r = client(f"http://127.0.0.1:{b.port}", good)
            t.expect(f"{name}: unjudged", r["type"], "InternalFailure")
        t.expect("each asked once", b.nginx.errors().count("could not be "
                                                           "written"),
                 lambda n: n >= 1)
        t.expect("nothing passes", len(b.upstream.seen), 0)
