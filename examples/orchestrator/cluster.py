# SPDX-License-Identifier: MIT
"""A Slurm of four nodes on loopback, all of it in one scratch folder, whose
slurmctld asks Portero. Everything is stopped by its process id."""
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ACCOUNT = "111122223333"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/ml/"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/"
PLACE = f"arn:aws:sagemaker:eu-west-1:{ACCOUNT}"

# users that every Debian has, and who they are for Portero
ORCHESTRATOR, FRAUD, CHURN, NOBODY = "daemon", "games", "news", "man"

SLURM_CONF = """\
ClusterName=portero
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={dir}/run/munge.sock,cred_expire=10
CredType=cred/munge
StateSaveLocation={dir}/state
SlurmdSpoolDir={dir}/spool-%n
SlurmctldPidFile={dir}/run/slurmctld.pid
SlurmdPidFile={dir}/run/slurmd-%n.pid
SlurmctldLogFile={dir}/log/slurmctld.log
SlurmdLogFile={dir}/log/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SwitchType=switch/none
MpiDefault=none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
SchedulerParameters=sched_min_interval=0,batch_sched_delay=0
ReturnToService=2
SlurmdTimeout=5
KillWait=1
MinJobAge=300
JobRequeue=0
JobSubmitPlugins=portero
PluginDir={dir}/lib:{plugins}
NodeName=n[1-4] NodeHostname={host} NodeAddr=127.0.0.1 Port=[{first}-{last}] CPUs=8 RealMemory=1000
PartitionName=ml.m5.large Nodes=ALL Default=YES MaxTime=INFINITE State=UP OverSubscribe=FORCE:8
PartitionName=ml.m5.xlarge Nodes=ALL MaxTime=INFINITE State=UP OverSubscribe=FORCE:8
PartitionName=ml.p5.48xlarge Nodes=ALL MaxTime=INFINITE State=UP OverSubscribe=FORCE:8
"""

HOOK_CONF = """\
# what slurmctld's hook has to know; beside slurm.conf
plugin {dir}/lib/portero.so {dir}/policies/portero.conf
log {dir}/log/slurm-decisions.log
place {place}
user {orchestrator} runs {role}FraudPipeline {role}ChurnPipeline
user {fraud} as {session}FraudScientist/games
user {churn} as {session}ChurnScientist/news
partition ml.m5.large sagemaker:InstanceTypes=ml.m5.large
partition ml.m5.xlarge sagemaker:InstanceTypes=ml.m5.xlarge
partition ml.p5.48xlarge sagemaker:InstanceTypes=ml.p5.48xlarge
"""


def alive(pid):
    """A process that is stopped may stay defunct for a while."""
    try:
        with open(f"/proc/{pid}/stat") as f:
            return f.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def stop(pid, sig=signal.SIGTERM, wait=10):
    try:
        os.kill(pid, sig)
    except ProcessLookupError:
        return
    end = time.monotonic() + wait
    while alive(pid):
        if time.monotonic() > end:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            return
        time.sleep(0.02)


def free_ports(n):
    """N neighbouring ports that nobody listens on."""
    for base in range(21000 + os.getpid() % 500 * 16, 60000, 16):
        try:
            for port in range(base, base + n):
                with socket.socket() as s:
                    s.bind(("127.0.0.1", port))
            return base
        except OSError:
            continue
    raise RuntimeError("no free ports")


class Cluster:
    def __init__(self, build, nodes=4):
        if os.geteuid() != 0:
            sys.exit("this runs daemons and jobs as several users: it needs "
                     "root")
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="portero-slurm-"))
        self.nodes = nodes
        # others than root have to reach the plugin, and nobody but us writes
        os.chmod(self.dir, 0o755)
        for d in "lib conf log run state".split():
            (self.dir / d).mkdir(mode=0o755)
        self.build = build = pathlib.Path(build).resolve()
        for name in ("portero.so", "slurm/job_submit_portero.so",
                     "orchestrator/pipelined"):
            to = self.dir / "lib" / os.path.basename(name)
            shutil.copyfile(build / name, to)
            to.chmod(0o755)
        shutil.copytree(ROOT / "examples/policies", self.dir / "policies")
        subprocess.run(["chmod", "-R", "u=rwX,go=rX", self.dir / "policies"],
                       check=True)
        base = free_ports(5)
        host = socket.gethostname().split(".")[0]
        plugins = next(pathlib.Path("/usr/lib").glob("*/slurm-wlm"))
        self.conf = self.dir / "conf/slurm.conf"
        self.conf.write_text(SLURM_CONF.format(
            dir=self.dir, host=host, port=base, first=base + 1, last=base + 4,
            plugins=plugins))
        # not used, but asked for: slurmd looks for /sys/fs/cgroup otherwise
        (self.dir / "conf/cgroup.conf").write_text("CgroupPlugin=cgroup/v1\n")
        self.hook_conf = self.dir / "conf/portero-slurm.conf"
        self.hook_conf.write_text(HOOK_CONF.format(
            dir=self.dir, place=PLACE, role=ROLE, session=SESSION,
            orchestrator=ORCHESTRATOR, fraud=FRAUD, churn=CHURN))
        self.ctld_log = self.dir / "log/slurmctld.log"
        self.decisions = self.dir / "log/slurm-decisions.log"
        key = self.dir / "run/munge.key"
        key.write_bytes(os.urandom(1024))
        key.chmod(0o600)
        self.env = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
                    "SLURM_CONF": str(self.conf), "HOME": "/", "LANG": "C"}

    def start(self):
        d = self.dir
        subprocess.run(
            ["munged", "--force", f"--key-file={d}/run/munge.key",
             f"--socket={d}/run/munge.sock",
             f"--pid-file={d}/run/munged.pid",
             f"--log-file={d}/log/munged.log",
             f"--seed-file={d}/run/munged.seed"],
            check=True, env=self.env, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        self.start_ctld()
        for n in range(1, self.nodes + 1):
            self.start_slurmd(n)
        self.wait_idle()

    def start_ctld(self):
        with open(self.dir / "log/slurmctld.err", "a") as err:
            subprocess.run(["slurmctld", "-f", self.conf], check=True,
                           env={**self.env, **self.sanitizer()},
                           stdout=subprocess.DEVNULL, stderr=err)

    def sanitizer(self):
        """What slurmctld needs to load a hook that was built with SAN=address:
        what leaks in Slurm is not ours to find."""
        hook = (self.dir / "lib/job_submit_portero.so").read_bytes()
        if b"__asan_init" not in hook:
            return {}
        found = subprocess.run(["cc", "-print-file-name=libasan.so"],
                               capture_output=True, text=True, check=True)
        return {"LD_PRELOAD": found.stdout.strip(),
                "ASAN_OPTIONS": f"detect_leaks=0:log_path={self.dir}/log/san",
                "UBSAN_OPTIONS": f"log_path={self.dir}/log/san"}

    def start_slurmd(self, n):
        (self.dir / f"spool-n{n}").mkdir(exist_ok=True)
        subprocess.run(["slurmd", "-f", self.conf, "-N", f"n{n}"], check=True,
                       env=self.env, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)

    def wait_idle(self, seconds=60):
        end = time.monotonic() + seconds
        while True:
            r = self.run(["sinfo", "-h", "-p", "ml.m5.large", "-t", "idle",
                          "-o", "%D"])
            if r.stdout.strip() == str(self.nodes):
                return
            if time.monotonic() > end:
                raise RuntimeError(f"not idle: {r.stdout}{r.stderr}\n" +
                                   self.ctld_log.read_text()[-2000:])
            time.sleep(0.05)

    def pid(self, name):
        try:
            return int((self.dir / f"run/{name}.pid").read_text())
        except (OSError, ValueError):
            return None

    def stop_one(self, name, sig=signal.SIGTERM):
        pid = self.pid(name)
        if pid:
            stop(pid, sig)
        return pid

    def processes(self):
        """All that belongs to this cluster, jobs and their daemons, too."""
        mark, found = f"SLURM_CONF={self.conf}\0".encode(), []
        for p in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{p}/environ", "rb") as f:
                    if mark in f.read() and alive(p):
                        found.append(int(p))
            except OSError:
                continue
        return found

    def stop(self, keep=False):
        for n in range(1, self.nodes + 1):
            self.stop_one(f"slurmd-n{n}")
        self.stop_one("slurmctld")
        self.stop_one("munged")
        for pid in self.processes():
            stop(pid, signal.SIGKILL)
        if not keep:
            shutil.rmtree(self.dir, ignore_errors=True)

    def popen(self, command, user="root", **more):
        p = pwd.getpwnam(user)
        return subprocess.Popen(
            [str(c) for c in command], env=self.env, cwd=str(self.dir),
            user=p.pw_uid, group=p.pw_gid, extra_groups=[], text=True,
            stdin=more.pop("stdin", subprocess.DEVNULL), **more)

    def run(self, command, user="root", timeout=60, text=None):
        p = self.popen(command, user, stdout=subprocess.PIPE,
                       stderr=subprocess.PIPE,
                       stdin=subprocess.PIPE if text is not None
                       else subprocess.DEVNULL)
        out, err = p.communicate(text, timeout=timeout)
        return subprocess.CompletedProcess(command, p.returncode, out, err)
