# SPDX-License-Identifier: MIT
"""What is wrong with the configuration is said by nginx -t, and nothing starts."""
import os

from harness import Bench, PLUGIN, SIMPLE

P = "portero_plugin portero.so; portero_config "
BAD = [
    ("no plugin", dict(plugin="portero_plugin none.so; portero_config "
                       "policies/portero.conf;"), "none.so"),
    ("not a plugin", dict(plugin="portero_plugin portero_module.so; "
                          "portero_config policies/portero.conf;"),
     "portero_module.so"),
    ("not a library", dict(plugin="portero_plugin nginx.conf; portero_config "
                           "policies/portero.conf;"), "nginx.conf"),
    ("no configuration", dict(plugin=P + "policies/none.conf;"), "none.conf"),
    ("a folder", dict(plugin=P + "policies;"), "policies"),
    ("the second of two plugins", dict(
        plugin=PLUGIN + "portero_plugin none.so;"), "none.so"),
    ("two configurations", dict(plugin=PLUGIN + "portero_config x;"),
     "is duplicate"),
    ("no region", dict(drop="portero_region eu-west-1;"), "portero_region"),
    ("no caller", dict(drop="portero_principal_header X-Caller-Arn from "
                       "127.0.0.1;"), "portero_principal"),
    ("two callers", dict(server="portero_principal x;"), "exclude each other"),
    ("a peer that is none", dict(server="portero_principal_header A from "
                                 "nowhere;", drop="portero_principal_header "
                                 "X-Caller-Arn from 127.0.0.1;"), "address"),
    ("tags by a key", dict(server="portero_context aws:PrincipalTag/x y;"),
     "tags of the caller"),
    ("no condition key", dict(server="portero_context x y;"),
     "condition key"),
    ("another mode", dict(server="portero_mode maybe;"), "invalid value"),
    ("other: maybe", dict(server="portero_other maybe;"), "allow or deny"),
    ("a log that cannot be", dict(http="portero_log none/none.log;"),
     "none.log"),
    ("an argument of the log", dict(http="portero_log a.log always;"),
     "required"),
    ("other: what is judged", dict(server="portero_other allow CreateFoo "
                                   "CreateTrainingJob;"), "judged always"),
    ("other: no operation", dict(server="portero_other allow SageMaker.X;"),
     "no operation"),
    ("a log that is off", dict(http="portero_log off;"), "takes a path"),
    ("a caller from a header", dict(caller="portero_principal $http_x_who;"),
     "portero_principal_header"),
    ("with braces", dict(caller='portero_principal "${http_x_who}";'),
     "any client"),
    ("a caller from a query", dict(caller="portero_principal $arg_who;"),
     "any client"),
    ("a caller from a cookie", dict(caller="portero_principal a$cookie_who;"),
     "any client"),
    ("a caller that is no ARN", dict(caller="portero_principal alice;"),
     "is not an ARN"),
    ("a header that is none", dict(caller="portero_principal_header "
                                   "X-Caller: from 127.0.0.1;"),
     "no header's"),
    ("an account with dashes", dict(server="portero_account 1111-2222-3333;"),
     "12 digits"),
    ("a region that is none", dict(server="portero_region eu_west_1;"),
     "portero_region"),
    ("a key twice", dict(server="portero_context aws:SourceVpc a; "
                         "portero_context aws:sourcevpc b;"), "twice"),
    ("who the caller is by a key", dict(
        server="portero_context aws:PrincipalArn x;"), "caller's ARN"),
    ("a tag by a key", dict(server="portero_context aws:RequestTag/a b;"),
     "what the call says"),
    ("keys of tags by a key", dict(server="portero_context aws:TagKeys a;"),
     "what the call says"),
    ("the region by a key", dict(
        server="portero_context aws:RequestedRegion x;"), "portero_region"),
    ("the time by a key", dict(server="portero_context aws:CurrentTime x;"),
     "the time"),
]
CALLER = "portero_principal_header X-Caller-Arn from 127.0.0.1;"
# what starts, and says that it is no lock
DOUBTFUL = [
    ("audit", dict(server="portero_mode audit;"), "refuse is logged, and passes"),
    ("everybody is a named peer", dict(
        caller="portero_principal_header A from 0.0.0.0/0;"), "everybody"),
    ("also with IPv6", dict(caller="portero_principal_header A from ::/0;"),
     "everybody"),
    ("a network where an address was meant", dict(
        caller="portero_principal_header A from 10.1.2.3/8;"), "10.1.2.3/8"),
    ("on nowhere", dict(drop="portero on;"), 'no "portero on" anywhere'),
]


def text_of(b, how):
    """SIMPLE with what HOW changes in it."""
    text = b.conf(SIMPLE.replace(CALLER, how.get("caller", CALLER)).replace(
        "location / {", how.get("server", "") + "\n\tlocation / {", 1),
        how.get("http", ""), how.get("plugin", PLUGIN))
    return text.replace(how.get("drop", "\0"), "")


def run(t, build):
    with Bench(build) as b:
        for what, how, says in BAD:
            status, output = b.nginx.test(text_of(b, how))
            t.expect(f"{what}: nginx -t", status, 1)
            t.expect(f"{what}: what it says", output, lambda o: says in o)
        for what, how, says in DOUBTFUL:
            status, output = b.nginx.test(text_of(b, how))
            t.expect(f"{what}: nginx -t", status, 0)
            t.expect(f"{what}: what it says", output,
                     lambda o: "[warn]" in o and says in o)
        good = b.conf(SIMPLE)
        status, output = b.nginx.test(good)
        t.expect("a good one", status, 0)
        t.expect("nothing to say of it", output, lambda o: "[warn]" not in o)
        policy = b.nginx.path("policies/scp/guardrails.json")
        with open(policy) as f:
            kept = f.read()
        for what, text, says in (
            ("a misspelt operator", kept.replace("StringNotEquals",
                                                 "StringNotEqual"),
             "guardrails.json:19:9"),
            ("half a file", kept[:200], "guardrails.json:"),
            ("an empty file", "", "guardrails.json"),
        ):
            with open(policy, "w") as f:
                f.write(text)
            status, output = b.nginx.test(good)
            t.expect(f"{what}: nginx -t", status, 1)
            t.expect(f"{what}: the place", output, lambda o: says in o)
        with open(policy, "w") as f:
            f.write(kept)
        if os.geteuid() == 0:  # what root may read and a worker may not
            os.chmod(policy, 0o600)
            t.expect("a policy that workers cannot read", b.nginx.test(good),
                     lambda r: r[0] == 1 and "guardrails.json" in r[1])
            os.chmod(policy, 0o666)
            t.expect("a policy that everybody can write", b.nginx.test(good),
                     lambda r: r[0] == 1 and "guardrails.json" in r[1])
            os.chmod(policy, 0o644)
            os.chmod(b.nginx.path("portero.so"), 0o777)
            t.expect("a plugin that everybody can write", b.nginx.test(good),
                     lambda r: r[0] == 1 and "portero.so" in r[1])
            os.chmod(b.nginx.path("portero.so"), 0o755)
        os.remove(policy)
        os.mkfifo(policy)
        t.expect("a pipe for a file ends in time", b.nginx.test(good),
                 lambda r: r[0] == 1 and "guardrails.json" in r[1])
        os.remove(policy)
        with open(policy, "w") as f:
            f.write(kept)
        t.expect("unused, nothing is loaded", b.nginx.test(b.conf(
            SIMPLE.replace("portero on;", ""),
            plugin="portero_plugin none.so;"))[0], 0)
