# SPDX-License-Identifier: MIT
"""Who the caller is, from whom that may be said, and what is vouched for."""
import http.client
import json

from harness import (Answer, Bench, CHURN, CREATE, FRAUD, JSON, SIMPLE,
                     servers, train)

MISSING = "MissingAuthenticationTokenException"


def keep(b, source, claims):
    """Calls over one connection from SOURCE, one for each claimed address."""
    c = http.client.HTTPConnection("127.0.0.1", b.port, timeout=20,
                                   source_address=(source, 0))
    answers = []
    for claim in claims:
        c.request("POST", "/", json.dumps(train()), {
            "Content-Type": JSON, "X-Amz-Target": CREATE,
            "X-Caller-Arn": FRAUD, "X-Real-IP": claim})
        socket = c.sock
        answers.append(Answer(c.getresponse()))
        if c.sock is not socket:
            answers.append("the connection was closed")
    c.close()
    return answers


def real_ip(t, build):
    """The peer is the other end of the connection, not what real_ip_header
    makes of it: that a client may have written."""
    with Bench(build) as b:
        b.start(SIMPLE.replace("X-Caller-Arn from", "X_Caller_Arn from"),
                "set_real_ip_from 127.0.0.0/8; real_ip_header X-Real-IP; "
                "portero_log decisions.log;")
        t.expect("an address that is claimed", b.call(
            train(), source="127.0.0.2",
            headers=[("X-Real-IP", "127.0.0.1")]).type, MISSING)
        for claims in (("127.0.0.1", "127.0.0.1"), ("10.9.9.9", "127.0.0.1")):
            t.expect(f"claimed over one connection: {claims}",
                     [a.type for a in keep(b, "127.0.0.2", claims)],
                     [MISSING] * 2)
        t.expect("nothing of that passes", len(b.upstream.seen), 0)
        t.expect("a named peer, whatever it says, over one connection",
                 [a.status for a in keep(b, "127.0.0.1",
                                         ("10.9.9.9", "127.0.0.2"))],
                 [200] * 2)
        t.expect("a named peer that speaks for another", b.call(
            train(), headers=[("X-Real-IP", "10.9.9.9")]).status, 200)
        t.expect("whose address the log has", b.lines()[-1]["client"],
                 "10.9.9.9")


def run(t, build):
    with Bench(build) as b:
        b.start(SIMPLE, "portero_log decisions.log; underscores_in_headers on;")
        t.expect("the header of a named peer", b.call(train()).status, 200)
        t.expect("of another peer", b.call(train(), source="127.0.0.2").type,
                 MISSING)
        b.upstream.seen.clear()
        for what, headers in (
            ("twice", [("X-Caller-Arn", FRAUD)]),
            ("twice, another one", [("x-caller-arn", CHURN)]),
            ("twice, with an underscore", [("X_Caller_Arn", CHURN)]),
        ):
            t.expect(what, b.call(train(), headers=headers).type, MISSING)
        for what, caller in (("empty", ""), ("blank", " ")):
            t.expect(what, b.call(train(), caller=caller).type, MISSING)
        for caller in ("x", "arn:aws:iam::1:role/x", FRAUD + "\x01",
                       FRAUD.replace("FraudPipeline", "*"),
                       "arn:aws:sts::111122223333:assumed-role/FraudPipeline",
                       FRAUD + " ", FRAUD + "," + CHURN, "sagemaker.amazonaws"
                       ".com", "arn:" * 700):
            a = b.call(train(), caller=caller)
            if caller == FRAUD + " ":  # HTTP drops blanks at the end
                t.expect("a blank at the end", a.status, 200)
                b.upstream.seen.clear()
            else:
                t.expect(f"caller {caller[-40:]!r}", a.status, 400)
        t.expect("nothing of that passes", len(b.upstream.seen), 0)
    real_ip(t, build)
    other = servers.free_port()
    text = SIMPLE + f"""
geo $peer {{ default 0; 127.0.0.1 1; }}
map $peer $who {{ 1 {FRAUD}; default ""; }}
server {{
	listen 127.0.0.1:{other};
	location / {{
		portero on; proxy_pass http://UPSTREAM;
		portero_principal $who;
		portero_session_tags $http_x_tags;
		portero_context aws:SourceVpc $http_x_vpc;
		portero_account 111122223333;
	}}
}}
"""
    with Bench(build) as b:
        b.start(text, "portero_log decisions.log;")
        t.expect("a variable", b.call(train(), port=other).status, 200)
        t.expect("an empty variable",
                 b.call(train(), port=other, source="127.0.0.3").type, MISSING)

        def tags(value):
            return b.call(train(), port=other, headers=[("X-Tags", value)])
        t.expect("session tags", tags("large-machines=true&a%20b=c%3Dd")
                 .status, 200)
        t.expect("in the log", b.lines()[-1]["request"]["subject"]["tags"],
                 {"large-machines": "true", "a b": "c=d"})
        for bad in ("x", "=y", "x=1&x=2", "x=1&X=2", "x=1&", "x=%0a", "x=%zz",
                    "x=%4", "&x=1", "x=1&&y=2", "x=" + "y" * 2000,
                    "k" * 2000 + "=v"):
            t.expect(f"session tags {bad[:20]!r}", tags(bad).type,
                     "ValidationException")
        large = train(ResourceConfig={"InstanceType": "ml.p5.48xlarge",
                                      "InstanceCount": 1,
                                      "VolumeSizeInGB": 1})
        t.expect("a session tag counts", b.call(
            large, port=other, headers=[("X-Tags", "large-machines=true")])
            .status, 200)
        t.expect("and without it", b.call(large, port=other).status, 400)
        b.call(train(), port=other, headers=[("X-Vpc", "vpc-1")])
        t.expect("a condition key", b.lines()[-1]["request"]["context"]
                 ["aws:SourceVpc"], "vpc-1")
        b.call(train(), port=other)
        t.expect("an empty one is absent", b.lines()[-1]["request"]["context"],
                 lambda c: "aws:SourceVpc" not in c)
