# SPDX-License-Identifier: MIT
"""Every way through nginx that could miss the check: satisfy any, auth_request,
rewrites, error pages, internal redirects, subrequests, mirrors."""
from harness import Bench, CHURN, servers, train

SERVERS = """
upstream aws { server UPSTREAM; }
server {
	listen 127.0.0.1:PORT;
	root .;
	portero on;
	portero_principal_header X-Caller-Arn from 127.0.0.1;
	location / { proxy_pass http://aws; }
	location = /any/ { satisfy any; allow all; deny all; proxy_pass http://aws; }
	location = /none/ { satisfy any; deny all; proxy_pass http://aws; }
	location = /auth/ { auth_request /yes; proxy_pass http://aws; }
	location = /authno/ { auth_request /no; proxy_pass http://aws; }
	location = /authself/ { auth_request /self; proxy_pass http://aws; }
	location = /yes { portero off; internal; return 204; }
	location = /no { portero off; internal; return 403; }
	location = /self { internal; proxy_pass http://aws; }
	location = /return/ { return 200 "nothing is made"; }
	location = /rewrite/ { rewrite ^ / last; }
	location = /if/ { if ($http_x_go) { proxy_pass http://aws; } return 404; }
	location = /error/ { error_page 400 401 403 404 413 501 503 = @aws;
		proxy_pass http://aws; }
	location @aws { proxy_pass http://aws; }
	location = /try/ { try_files /none @aws; }
	location = /mirror/ { mirror /copy; proxy_pass http://aws; }
	location = /copy { internal; portero off; proxy_pass http://aws; }
	location = /selfmirror/ { mirror /selfcopy; proxy_pass http://aws; }
	location = /selfcopy { internal; proxy_pass http://aws; }
	location = /accel/ { proxy_pass http://127.0.0.1:INNER; }
	location = /accelto { internal; proxy_pass http://aws; }
	location = /nobuffer/ { proxy_request_buffering off; proxy_pass http://aws; }
	location = /limit/ { limit_except GET { allow all; } proxy_pass http://aws; }
	location = /late/ { auth_request /who; auth_request_set $who $upstream_http_x_who;
		portero_principal $who; proxy_pass http://aws; }
	location = /who { portero off; internal;
		proxy_pass http://127.0.0.1:INNER; }
	location = /off/ { portero off; proxy_pass http://aws; }
}
server { listen 127.0.0.1:INNER;
	location = /who { add_header X-Who $http_x_claim; return 204; }
	location / { add_header X-Accel-Redirect /accelto; return 200 "x"; } }
"""


def run(t, build):
    with Bench(build) as b:
        b.start(SERVERS.replace("INNER", str(servers.free_port())),
                "portero_log decisions.log;")

        def go(path, allowed, **how):
            b.upstream.seen.clear()
            a = b.call(train(tags=allowed), path=path, **how)
            return a.status, len(b.upstream.seen)

        for path in ("/", "/any/", "/auth/", "/rewrite/", "/error/",
                     "/nobuffer/", "/limit/", "/off/"):
            t.expect(f"{path} allowed", go(path, True), (200, 1))
        t.expect("a named location has the path / only", go("/try/", True),
                 (400, 0))
        t.expect("/mirror/ allowed", go("/mirror/", True)[0], 200)
        # the copy comes on its own: wait, or it counts as the next call's
        t.expect("and its copy", servers.wait_for(
            lambda: len(b.upstream.seen) == 2), True)
        for path in ("/", "/any/", "/auth/", "/rewrite/", "/error/", "/try/",
                     "/nobuffer/", "/mirror/", "/selfmirror/", "/limit/"):
            t.expect(f"{path} refused", go(path, False), (400, 0))
        t.expect("/if/ allowed", go("/if/", True, headers=[("X-Go", "1")])[1],
                 lambda n: n <= 1)
        t.expect("/if/ refused", go("/if/", False,
                                    headers=[("X-Go", "1")])[1], 0)
        t.expect("satisfy any does not make up for a refusal",
                 go("/any/", True, caller=CHURN), (400, 0))
        t.expect("access comes first", go("/none/", True), (403, 0))
        t.expect("auth_request comes first", go("/authno/", True), (403, 0))
        t.expect("a subrequest is checked: portero off is for auth locations",
                 go("/authself/", True), (500, 0))
        t.expect("return makes no job", go("/return/", False), (200, 0))
        t.expect("X-Accel-Redirect is checked again", go("/accel/", True),
                 lambda r: r[1] == 0)
        t.expect("who the caller is may come from auth_request",
                 go("/late/", True, headers=[
                     ("X-Claim", "arn:aws:sts::111122223333:assumed-role/"
                      "FraudPipeline/x")]), (200, 1))
        t.expect("and empty refuses", go("/late/", True), (400, 0))
        t.expect("portero off is what it says", go("/off/", False), (200, 1))
        for path in ("/copy", "/selfcopy", "/self", "/accelto", "/who"):
            t.expect(f"{path} is internal", go(path, True)[1], 0)
