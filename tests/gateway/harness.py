# SPDX-License-Identifier: MIT
"""What the tests of the gateway share: counting, the servers, a plain client."""
import glob
import http.client
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "examples" / "gateway"))
import servers  # noqa: E402

ACCOUNT = "111122223333"
ROLES = f"arn:aws:iam::{ACCOUNT}:role"
SESSIONS = f"arn:aws:sts::{ACCOUNT}:assumed-role"
FRAUD = f"{SESSIONS}/FraudPipeline/nightly"
CHURN = f"{SESSIONS}/ChurnPipeline/nightly"
JSON = "application/x-amz-json-1.1"
CREATE = "SageMaker.CreateTrainingJob"
NAME = "fraud-k2m9x0q7w3ab-Zt81kQm2Ls"

HEAD = """
load_module portero_module.so;
user www-data;
worker_processes 2;
pid nginx.pid;
error_log error.log info;
events { worker_connections 256; }
http {
	access_log off;
	client_body_temp_path body; proxy_temp_path proxy;
	fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
	CLIENT_MAX
	portero_region eu-west-1;
"""
PLUGIN = "portero_plugin portero.so; portero_config policies/portero.conf;\n"


class Tally:
    def __init__(self):
        self.passed = self.failed = 0
        self.group = ""
        self.lock = threading.Lock()

    def expect(self, what, got, want):
        """GOT is WANT, or WANT is a function that says yes to it."""
        good = bool(want(got)) if callable(want) else got == want
        with self.lock:
            self.passed += good
            self.failed += not good
        if not good:
            print(f"FAIL  {self.group}: {what}\n      got  {got!r}\n"
                  f"      want {'(see source)' if callable(want) else want!r}",
                  flush=True)
        return good

    def skip(self, what, why):
        print(f"skipped: {self.group}: {what}: {why}", flush=True)


def sanitizers(library):
    """The runtimes that a program needs before it may load LIBRARY."""
    symbols = subprocess.run(["nm", "-D", "--undefined-only", library],
                             capture_output=True, text=True).stdout
    return [subprocess.run(["gcc", "-print-file-name=" + name],
                           capture_output=True, text=True).stdout.strip()
            for mark, name in (("__asan_", "libasan.so"),
                               ("__ubsan_", "libubsan.so")) if mark in symbols]


class Bench:
    """A gateway with a stub behind it, in a folder that goes away. In a build
    with sanitizers it is an error when one of them has something to report."""

    def __init__(self, build):
        self.build = pathlib.Path(build).resolve()
        self.plugin = str(self.build / "portero.so")
        self.folder = tempfile.mkdtemp(prefix="portero-gateway-")
        self.upstream = servers.Upstream()
        self.port = servers.free_port()
        module = self.build / "nginx" / "ngx_http_portero_module.so"
        self.env = self.environment(sanitizers(module))
        self.nginx = servers.Nginx(self.folder, module, self.plugin,
                                   ROOT / "examples" / "policies", self.env)

    def environment(self, libraries):
        if not libraries:
            return dict(os.environ)
        os.mkdir(self.folder + "/reports")
        os.chmod(self.folder + "/reports", 0o777)  # the workers write there
        # servers free their pools themselves: leaks are looked for elsewhere
        options = ("detect_leaks=0:abort_on_error=1:halt_on_error=1:log_path="
                   + self.folder + "/reports/")
        return {**os.environ, "LD_PRELOAD": ":".join(libraries),
                "ASAN_OPTIONS": options, "UBSAN_OPTIONS": options}

    def conf(self, servers_text, http="", plugin=PLUGIN):
        size = "" if "client_max_body_size" in http else \
            "client_max_body_size 16m;"
        text = HEAD.replace("CLIENT_MAX", size) + plugin + http + \
            servers_text + "\n}\n"
        return (text.replace("UPSTREAM", f"127.0.0.1:{self.upstream.port}")
                .replace("PORT", str(self.port)))

    def start(self, servers_text, http="", plugin=PLUGIN):
        self.nginx.configure(self.conf(servers_text, http, plugin))
        self.nginx.start(self.port)

    def close(self):
        self.nginx.stop()
        self.upstream.stop()
        reports = [pathlib.Path(x).read_text()[:3000]
                   for x in glob.glob(self.folder + "/reports/*")]
        shutil.rmtree(self.folder, ignore_errors=True)
        if reports:
            raise RuntimeError("the sanitizers report:\n" + reports[0])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def lines(self, name="decisions.log"):
        with open(self.nginx.path(name), encoding="utf-8") as f:
            return [json.loads(line) for line in f if line.strip()]

    def call(self, body, target=CREATE, caller=FRAUD, port=None, path="/",
             method="POST", headers=(), source=None, timeout=20):
        """One call; HEADERS are pairs and may repeat. Returns Answer."""
        if isinstance(body, dict):
            body = json.dumps(body)
        if isinstance(body, str):
            body = body.encode()
        c = http.client.HTTPConnection("127.0.0.1", port or self.port,
                                       timeout=timeout,
                                       source_address=source and (source, 0))
        try:
            c.putrequest(method, path, skip_accept_encoding=True)
            names = {n.lower() for n, _ in headers}
            if "content-type" not in names:
                c.putheader("Content-Type", JSON)
            if target is not None:
                c.putheader("X-Amz-Target", target)
            if caller is not None:
                c.putheader("X-Caller-Arn", caller)
            if not names & {"content-length", "transfer-encoding"}:
                c.putheader("Content-Length", str(len(body)))
            for name, value in headers:
                c.putheader(name, value)
            c.endheaders()
            try:
                c.send(body)
            except (BrokenPipeError, ConnectionResetError):
                pass  # refused while we were sending: the answer is there
            return Answer(c.getresponse())
        finally:
            c.close()


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.text = response.read().decode(errors="replace")
        try:
            self.json = json.loads(self.text)
        except ValueError:
            self.json = {}

    @property
    def type(self):
        return self.json.get("__type") if isinstance(self.json, dict) else None

    @property
    def message(self):
        return self.json.get("message", "")

    def __repr__(self):
        return f"{self.status} {self.text[:300]}"


def train(name=NAME, role="ml/FraudTraining", tags=True, **more):
    """The body of a CreateTrainingJob."""
    body = {
        "TrainingJobName": name,
        "RoleArn": f"{ROLES}/{role}",
        "AlgorithmSpecification": {"TrainingInputMode": "File"},
        "OutputDataConfig": {"S3OutputPath": "s3://bucket/out"},
        "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1,
                           "VolumeSizeInGB": 10},
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
    }
    if tags:
        body["Tags"] = [{"Key": "cost-center", "Value": "4711"}]
    body.update(more)
    return body


SIMPLE = """
server {
	listen 127.0.0.1:PORT;
	portero_principal_header X-Caller-Arn from 127.0.0.1;
	location / { portero on; proxy_pass http://UPSTREAM; }
	location = /metrics { portero_metrics; }
}
"""
