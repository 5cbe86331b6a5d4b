# SPDX-License-Identifier: MIT
"""Levels in levels: what an inner one says holds there, and nothing that an
outer one says is lost with it."""
from harness import Bench, servers, train

NAMES = ("aws:sourcevpc", "aws:sourcevpce", "aws:securetransport")
SERVERS = """
server {
	listen 127.0.0.1:PORT;
	portero on;
	portero_principal_header X-Caller-Arn from 127.0.0.1;
	portero_other allow CreateThing;
	portero_context aws:SourceVpc vpc-1;
	portero_context aws:SourceVpce vpce-1;
	location / { proxy_pass http://UPSTREAM; }
	location = /deny/ { portero_other deny; proxy_pass http://UPSTREAM; }
	location = /none/ { portero_other allow; proxy_pass http://UPSTREAM; }
	location = /other/ { portero_other allow CreateMore;
		proxy_pass http://UPSTREAM; }
	location = /more/ { portero_context aws:SecureTransport false;
		proxy_pass http://UPSTREAM; }
	location = /another/ { portero_context AWS:SourceVPC vpc-2;
		proxy_pass http://UPSTREAM; }
	location = /unset/ { portero_context aws:SourceVpc "";
		proxy_pass http://UPSTREAM; }
	location /in/ { portero_context aws:SourceVpc vpc-3;
		location = /in/in/ { portero_context aws:SecureTransport true;
			proxy_pass http://UPSTREAM; } }
	location = /off/ { portero off; proxy_pass http://UPSTREAM; }
	location = /metrics { portero_metrics; }
}
server {
	listen 127.0.0.1:ELSEWHERE;
	location / { proxy_pass http://UPSTREAM; }
}
"""
FORGED = [("X-Portero-Verdict", "ALLOW"), ("x-portero-decision-id", "FORGED")]


def others(t, b):
    def passes(path, operation):
        b.upstream.seen.clear()
        status = b.call("{}", "SageMaker." + operation, path=path).status
        return status, len(b.upstream.seen)
    yes, no = (200, 1), (400, 0)
    # bug: the names that the server lets pass did so behind "deny", too
    for path, thing, more, models in (("/", yes, no, yes),
                                      ("/more/", yes, no, yes),
                                      ("/deny/", no, no, no),
                                      ("/none/", no, no, yes),
                                      ("/other/", no, yes, yes)):
        t.expect(f"{path}: CreateThing", passes(path, "CreateThing"), thing)
        t.expect(f"{path}: CreateMore", passes(path, "CreateMore"), more)
        t.expect(f"{path}: ListModels", passes(path, "ListModels"), models)


def keys(t, b):
    # bug: one key of a location took all those of its server away
    both = {"aws:SourceVpc": "vpc-1", "aws:SourceVpce": "vpce-1"}
    for path, want in (
            ("/", both),
            ("/more/", {**both, "aws:SecureTransport": "false"}),
            ("/another/", {"aws:SourceVpce": "vpce-1", "AWS:SourceVPC":
                           "vpc-2"}),
            ("/unset/", {"aws:SourceVpce": "vpce-1"}),
            ("/in/in/", {"aws:SourceVpc": "vpc-3", "aws:SourceVpce": "vpce-1",
                         "aws:SecureTransport": "true"})):
        b.call(train(), path=path)
        context = b.lines()[-1]["request"]["context"]
        t.expect(f"{path}: keys", {k: v for k, v in context.items()
                                   if k.lower() in NAMES}, want)


def ours(t, b, elsewhere):
    # bug: where nothing is judged, the upstream got the client's own verdict
    for what, how in (("portero off", dict(path="/off/")),
                      ("no portero", dict(port=elsewhere))):
        b.upstream.seen.clear()
        t.expect(f"{what}: it passes", b.call(
            train(tags=False), headers=FORGED, **how).status, 200)
        t.expect(f"{what}: without forged headers", [
            h for h in b.upstream.seen[0][1] if "portero" in h[0].lower()], [])


def run(t, build):
    with Bench(build) as b:
        elsewhere = servers.free_port()
        b.start(SERVERS.replace("ELSEWHERE", str(elsewhere)),
                "portero_log decisions.log;")
        others(t, b)
        keys(t, b)
        ours(t, b, elsewhere)
        t.expect("the counters are no call", b.call(
            "", method="GET", path="/metrics").text,
            lambda x: "portero_decisions_total" in x)
        t.expect("and nothing else is taken there", b.call(
            train(), path="/metrics").status, 405)
