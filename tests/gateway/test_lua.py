# SPDX-License-Identifier: MIT
"""The Lua module in its three hosts: nginx-lua, HAProxy, and Slurm's Lua (here
the interpreter and a stand-in for the controller), with the example files."""
import json
import os
import pathlib
import shutil
import socket
import subprocess

from harness import Bench, FRAUD, NAME, ROLES, ROOT, servers, train

EXAMPLES = ROOT / "examples" / "gateway"
LUA_MODULE = "/usr/lib/nginx/modules/ngx_http_lua_module.so"
CASES = [
    ("allowed", train(), 200, None),
    ("large", train(Environment={"K": "v" * 30000}), 200, None),
    ("denied", train(tags=False), 400, "AccessDeniedException"),
    ("a bad name", train("fraud_1"), 400, "ValidationException"),
    ("a role that is not there", train(role="ml/Ghost"), 400,
     "ValidationException"),
    ("no JSON", "{", 400, "ValidationException"),
    ("empty", "", 400, "ValidationException"),
]


def ask(b, t, host, port):
    for what, body, status, kind in CASES:
        b.upstream.seen.clear()
        a = b.call(body, port=port)
        t.expect(f"{host}: {what}", (a.status, a.type), (status, kind))
        t.expect(f"{host}: {what}: upstream", len(b.upstream.seen),
                 1 if status == 200 else 0)
    b.upstream.seen.clear()
    for what, how in (
        ("two targets", dict(headers=[("X-Amz-Target", "SageMaker.x")])),
        ("a path", dict(path="/x")), ("a query", dict(path="/?x")),
        ("GET", dict(method="GET")), ("no target", dict(target=None)),
        ("Smithy", dict(headers=[("Smithy-Protocol", "x")])),
        # bug: behind a 101 of the upstream, a tunnel in which nothing is judged
        ("Upgrade", dict(body="", target="SageMaker.ListModels", headers=[
            ("Upgrade", "websocket"), ("Connection", "Upgrade")])),
    ):
        a = b.call(how.pop("body", train()), port=port, **how)
        t.expect(f"{host}: {what}", a.status, 400)
    t.expect(f"{host}: nothing of that passes", len(b.upstream.seen), 0)
    b.upstream.seen.clear()
    b.call(train(), port=port, headers=[("X-Portero-Verdict", "FORGED"), (
        "x_portero_verdict", "FORGED"), ("X-Portero-Else", "FORGED")])
    t.expect(f"{host}: no forged headers", [
        v for _, v in b.upstream.seen[0][1] if v == "FORGED"], [])


def example(b, name, port):
    text = (EXAMPLES / name).read_text()
    return text.replace("127.0.0.1:18090", f"127.0.0.1:{b.upstream.port}") \
        .replace("127.0.0.1:18085", f"127.0.0.1:{port}") \
        .replace("127.0.0.1:18086", f"127.0.0.1:{port}")


def nginx_lua(t, b):
    if not os.path.exists(LUA_MODULE):
        t.skip("nginx-lua", "libnginx-mod-http-lua is not installed")
        return
    b.nginx.configure(example(b, "nginx-lua.conf", b.port))
    b.nginx.start(b.port)
    ask(b, t, "nginx-lua", b.port)
    b.nginx.stop()
    os.rename(b.nginx.path("policies"), b.nginx.path("gone"))
    b.nginx.start(b.port)
    t.expect("nginx-lua: without policies", b.call(train()).status, 500)
    b.nginx.stop()
    os.rename(b.nginx.path("gone"), b.nginx.path("policies"))


def haproxy(t, b):
    if not shutil.which("haproxy"):
        t.skip("HAProxy", "it is not installed")
        return
    port = servers.free_port()
    with open(b.nginx.path("haproxy.cfg"), "w") as f:
        f.write(example(b, "haproxy.cfg", port))
    shutil.copy(EXAMPLES / "haproxy.lua", b.folder)
    command = ["haproxy", "-f", "haproxy.cfg", "-db"]
    env = {**b.env, "PWD": b.folder}
    p = subprocess.Popen(command, cwd=b.folder, env=env,
                         stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def listens():
        with socket.socket() as s:
            return p.poll() is not None or \
                s.connect_ex(("127.0.0.1", port)) == 0
    try:
        servers.wait_for(listens)
        if p.poll() is not None:
            t.expect("HAProxy starts", p.stderr.read().decode(), "")
            return
        ask(b, t, "HAProxy", port)
        t.expect("HAProxy: too large for its buffer", b.call(
            train(Environment={"K": "v" * 70000}), port=port).status, 413)
        # bug: chunks that filled the buffer passed with what came behind them
        b.upstream.seen.clear()
        good = json.dumps(train()).encode()
        for size in (len(good), 64187):
            a = b.call(b"%x\r\n%s\r\n4\r\nevil\r\n0\r\n\r\n" % (
                size, good.ljust(size)), port=port,
                headers=[("Transfer-Encoding", "chunked")])
            t.expect(f"HAProxy: {size} bytes, and more", a.status, 411)
        t.expect("HAProxy: nothing that was not seen", len(b.upstream.seen), 0)
    finally:
        p.terminate()
        p.wait()
    os.rename(b.nginx.path("policies"), b.nginx.path("gone"))
    t.expect("HAProxy does not start without policies", subprocess.run(
        command, cwd=b.folder, env=env, capture_output=True, timeout=20)
        .returncode, lambda r: r != 0)
    os.rename(b.nginx.path("gone"), b.nginx.path("policies"))


SLURM = """
slurm = { SUCCESS = 0, ESLURM_ACCESS_DENIED = 2002,
	log_user = function(f, ...) io.write(string.format(f, ...), "\\n") end }
dofile(arg[1])
for _, job in ipairs{
	{ name = "NAME", comment = "ROLES/ml/FraudTraining", account = "4711" },
	{ name = "churn-x", comment = "ROLES/ml/FraudTraining", account = "4711" },
	{ name = "NAME", comment = "ROLES/admin/PlatformAdmin", account = "1" },
	{ name = "NAME", account = "1" },
	-- bug: without an account, aws:TagKeys named a tag that was not there
	{ name = "NAME", comment = "ROLES/ml/FraudTraining" },
	{ name = "NAME", comment = "ROLES/ml/FraudTraining", account = "" },
} do io.write(slurm_job_submit(job, {}, 1000), "\\n") end
io.write(slurm_job_submit({ name = "NAME" }, {}, 0), "\\n")
io.write(slurm_job_modify({ name = "x" }, { name = "y" }, {}, 1000), "\\n")
io.write(slurm_job_modify({ priority = 1 }, { name = "y" }, {}, 1000), "\\n")
"""
MISUSE = """
local portero = require "portero"
local function no(f, ...) assert(not pcall(f, ...)) end
no(portero.open); no(portero.open, {}); no(portero.open, { plugin = 1 })
local gate, why = portero.open{ plugin = "/none.so", config = "/none" }
assert(gate == nil and why:find("none.so: ", 1, true))
local g = assert(portero.open{ plugin = arg[1], config = arg[2],
	region = "eu-west-1", log = arg[3] })
no(g.call, g); no(g.call, {}, {}); no(g.call, g, { target = {} })
no(g.ask, g, {})
no(g.ask, g, { principal = "a", action = "b", resource = "c", roles = { 1 } })
no(g.ask, g, { principal = "a", action = "b", resource = "c", roles = "d" })
no(g.call, g, { keys = { [1] = "x" } }); no(g.call, g, { keys = 1 })
-- bug: what stood behind a NUL was made and not asked about
local nul = "n\\0x"
no(g.ask, g, { principal = nul, action = "b", resource = "c" })
no(g.ask, g, { principal = "a", action = nul, resource = "c" })
no(g.ask, g, { principal = "a", action = "b", resource = nul })
no(g.ask, g, { principal = "a", action = "b", resource = "c", roles = { nul } })
no(g.call, g, { keys = { [nul] = "x" } })
no(portero.open, { plugin = arg[1] .. nul, config = arg[2] })
no(portero.open, { plugin = arg[1], config = arg[2] .. nul })
no(portero.open, { plugin = arg[1], config = arg[2], log = arg[3] .. nul })
-- bug: a field that does not exist was none, and a restriction not there
no(portero.open, { plugin = arg[1], config = arg[2], log_require = true })
no(g.call, g, { key = { ["aws:SourceIp"] = "1.2.3.4" } })
no(g.call, g, { account = "222233334444" }); no(g.call, g, { "target" })
no(g.ask, g, { principal = "a", action = "b", resource = "c", role = "d" })
assert(g:call{}.allowed == false)
assert(g:ask{ principal = "a", action = "b", resource = "c" }.allowed == false)
assert(g:reload() == true)
-- closed while its fields are read
local h = assert(portero.open{ plugin = arg[1], config = arg[2],
	region = "eu-west-1" })
assert(h:call(setmetatable({ body = arg[4], principal = arg[5] }, {
	__index = function(_, k)
		h:close()
		return k == "target" and "SageMaker.CreateTrainingJob" or nil
	end })).reason == "NO_PLUGIN")
local r = { target = "SageMaker.CreateTrainingJob", body = arg[4],
	principal = arg[5] }
assert(g:call(r).allowed == true)
g:close()
assert(g:call(r).reason == "NO_PLUGIN" and g:call(r).allowed == false)
g = nil; collectgarbage()
io.write("good\\n")
"""


def interpreters(t, b):
    found = False
    for version in ("5.1", "5.3"):
        lua = shutil.which("lua" + version)
        module = b.build / f"lua{version}"
        if not lua or not module.exists():
            t.skip(f"lua{version}", "no interpreter or headers")
            continue
        found = True
        head = f'package.cpath = "{module}/?.so;" .. package.cpath\n'
        misuse = b.nginx.path("misuse.lua")
        pathlib.Path(misuse).write_text(head + MISUSE)
        done = subprocess.run(
            [lua, misuse, b.nginx.path("portero.so"),
             b.nginx.path("policies/portero.conf"), b.nginx.path("lua.log"),
             json.dumps(train()), FRAUD], capture_output=True, text=True,
            env=b.env)
        t.expect(f"lua{version}: misuse", done.stdout + done.stderr, "good\n")
        t.expect(f"lua{version}: its log", [
            x["verdict"] for x in b.lines("lua.log")],
            lambda v: "ALLOW" in v and "DENY" in v)
        script = (EXAMPLES / "job_submit.lua").read_text() \
            .replace("/usr/local/lib/portero/lua5.1", str(module)) \
            .replace("/usr/local/lib/portero/portero.so",
                     b.nginx.path("portero.so")) \
            .replace("/etc/portero", b.nginx.path("policies")) \
            .replace("/var/log/portero/decisions.log", b.nginx.path("s.log"))
        pathlib.Path(b.nginx.path("job_submit.lua")).write_text(script)
        pathlib.Path(b.nginx.path("slurm.lua")).write_text(
            SLURM.replace("NAME", NAME).replace("ROLES", ROLES))
        done = subprocess.run([lua, b.nginx.path("slurm.lua"),
                               b.nginx.path("job_submit.lua")],
                              capture_output=True, text=True, env=b.env)
        codes = [x for x in done.stdout.split("\n") if x.isdigit()]
        t.expect(f"lua{version}: Slurm's job_submit", codes,
                 ["0", "2002", "2002", "2002", "2002", "2002", "2002", "2002",
                  "0"])
        t.expect(f"lua{version}: no account is no tag", [
            x["request"].get("context") for x in b.lines("s.log")[-2:]],
            lambda c: "aws:TagKeys" not in str(c))
        t.expect(f"lua{version}: what the user sees", done.stdout + done.stderr,
                 lambda o: "is not authorized to perform: iam:PassRole" in o
                 and "(decision " in o)
    if not found:
        t.skip("Slurm's Lua", "no interpreter")


def run(t, build):
    with Bench(build) as b:
        for version in ("lua5.1", "lua5.3"):
            if (b.build / version).exists():
                shutil.copytree(b.build / version, b.nginx.path(version))
        nginx_lua(t, b)
        haproxy(t, b)
        interpreters(t, b)
