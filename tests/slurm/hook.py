# SPDX-License-Identifier: MIT
"""What slurmctld takes and what it refuses, by sbatch, srun, salloc and
scontrol, for people and for an orchestrator."""
import json
import re
import time

import cluster as c

RUN = "k2m9x0q7w3ab"
NAME = f"fraud-train-{RUN}-Zt81kQm2Ls"
SAID = {"kind": "Training", "role": c.ROLE + "FraudTraining",
        "tag:cost-center": "7421"}
SESSION = c.SESSION + f"FraudPipeline/sagemaker-pipeline-{RUN}-Train"


def comment(said):
    return " ".join(f"{k}={v}" for k, v in said.items() if v is not None)


def sbatch(cl, user=c.FRAUD, name=NAME, part="ml.m5.large", more=(), **said):
    return cl.run(["sbatch", "--parsable", "-J", name, "-p", part,
                   "-o", "/dev/null", "--comment", comment({**SAID, **said}),
                   *more, "--wrap", "sleep 0"], user)


def hooks(cl):
    """The hook's own lines in slurmctld's log, parsed."""
    found = []
    for line in cl.ctld_log.read_text().splitlines():
        m = re.search(r"job_submit/portero: (submit|update) (ALLOW|DENY) "
                      r"uid=(\d+) job=(\S*) decision=(\S+)"
                      r"(?: asked=(\S+) hook_ns=(\d+))?", line)
        if m:
            found.append(dict(zip("what verdict uid job decision asked "
                                  "ns".split(), m.groups())))
    return found


def decisions(cl):
    with open(cl.decisions) as f:
        return [json.loads(line) for line in f]


def refused(check, what, r, reason):
    seen = f"rc {r.returncode}: {r.stdout}{r.stderr}"
    check(what, r.returncode != 0 and reason in r.stderr, seen)


def allowed(check, what, r):
    return check(what, r.returncode == 0,
                 f"rc {r.returncode}: {r.stdout}{r.stderr}")


def people(check, cl):
    allowed(check, "a person of the fraud team trains", sbatch(cl))
    refused(check, "another team's prefix",
            sbatch(cl, user=c.CHURN), "IDENTITY_NO_ALLOW")
    refused(check, "a name that another team's job would have",
            sbatch(cl, name=f"churn-{RUN}-Zt81kQm2Ls"), "IDENTITY_NO_ALLOW")
    refused(check, "no custom prefix",
            sbatch(cl, name=f"pipelines-{RUN}-Train-Zt81kQm2Ls"), "NAME_")
    refused(check, "an admin's role",
            sbatch(cl, role="arn:aws:iam::111122223333:role/admin/"
                   "PlatformAdmin"), "SCP_EXPLICIT_DENY")
    refused(check, "a role of the other team",
            sbatch(cl, role=c.ROLE + "ChurnTraining"), "IDENTITY_NO_ALLOW")
    refused(check, "no role at all", sbatch(cl, role=None), "ROLE_MISSING")
    refused(check, "no tag cost-center", sbatch(cl, **{"tag:cost-center":
                                                       None}),
            "IDENTITY_EXPLICIT_DENY")
    refused(check, "a large machine, by its partition",
            sbatch(cl, part="ml.p5.48xlarge"), "SCP_EXPLICIT_DENY")
    refused(check, "a user who is nobody", sbatch(cl, user=c.NOBODY),
            "nobody's principal")
    refused(check, "root is nobody, too", sbatch(cl, user="root"),
            "nobody's principal")
    refused(check, "no comment at all",
            cl.run(["sbatch", "-J", NAME, "-p", "ml.m5.large", "--wrap",
                    "true"], c.FRAUD), "what kind of job")
    refused(check, "a comment with a word nobody knows",
            sbatch(cl, principal="arn:aws:iam::111122223333:root"),
            "not known")
    refused(check, "a comment that says one thing twice",
            sbatch(cl, kind="Training kind=Processing"), "twice")
    refused(check, "a tag twice, in two cases",
            sbatch(cl, **{"tag:Cost-Center": "9"}), "UNDECIDED")
    refused(check, "a tag with a long key",
            sbatch(cl, **{"tag:" + "k" * 129: "9"}), "a long one")
    refused(check, "a kind that is not known", sbatch(cl, kind="Anything"),
            "not known")
    refused(check, "a resource that is not the job's name",
            sbatch(cl, resource=f"{c.PLACE}:training-job/fraud-other"),
            "named by its name")
    refused(check, "two partitions",
            sbatch(cl, part="ml.m5.large,ml.p5.48xlarge"), "that partition")
    refused(check, "no partition named",
            cl.run(["sbatch", "-J", NAME, "--comment", comment(SAID),
                    "--wrap", "true"], c.FRAUD), "name its partition")


def orchestrators(check, cl):
    allowed(check, "the orchestrator speaks for a pipeline's session",
            sbatch(cl, user=c.ORCHESTRATOR, session=SESSION))
    refused(check, "a person does not (copied comment)",
            sbatch(cl, session=SESSION), "only an orchestrator")
    refused(check, "the orchestrator without a session",
            sbatch(cl, user=c.ORCHESTRATOR), "for which session")
    refused(check, "a session of a role that it does not run",
            sbatch(cl, user=c.ORCHESTRATOR,
                   session=SESSION.replace("FraudPipeline",
                                           "FraudScientist")),
            "may not speak for that role")
    refused(check, "a session of another account",
            sbatch(cl, user=c.ORCHESTRATOR,
                   session=SESSION.replace("111122223333", "444455556666")),
            "may not speak for that role")
    refused(check, "a session of another execution",
            sbatch(cl, user=c.ORCHESTRATOR,
                   session=SESSION.replace(RUN, "000000000000")),
            "not of one execution")
    refused(check, "a role that the pipeline's role may not pass",
            sbatch(cl, user=c.ORCHESTRATOR, session=SESSION,
                   role=c.ROLE + "ChurnTraining"), "IDENTITY_NO_ALLOW")
    refused(check, "a role that does not trust the service",
            sbatch(cl, user=c.ORCHESTRATOR,
                   name=f"churn-{RUN}-Zt81kQm2Ls",
                   session=SESSION.replace("Fraud", "Churn"),
                   role=c.ROLE + "ChurnLegacy"), "TRUST_NO")


def other_ways(check, cl):
    common = ["-J", NAME, "-p", "ml.m5.large", "--comment"]
    good, bad = comment(SAID), comment({**SAID, "role": c.ROLE + "X"})
    before = len(hooks(cl))
    r = sbatch(cl, more=["--array=0-49"])
    allowed(check, "an array of 50 tasks", r)
    check("... is one verdict", len(hooks(cl)) == before + 1, hooks(cl))
    refused(check, "an array with a foreign name",
            sbatch(cl, name=f"churn-{RUN}-Zt81kQm2Ls", more=["--array=0-9"]),
            "IDENTITY_NO_ALLOW")
    for command in ("srun", "salloc"):
        allowed(check, f"{command} that is allowed",
                cl.run([command, *common, good, "true"], c.FRAUD))
        refused(check, f"{command} with a role that is not",
                cl.run([command, *common, bad, "true"], c.FRAUD),
                "UNKNOWN_ROLE")
        refused(check, f"{command} that says nothing",
                cl.run([command, "-p", "ml.m5.large", "true"], c.FRAUD),
                "what kind of job")
    refused(check, "a heterogeneous job, one part of which is not allowed",
            cl.run(["salloc", *common, good, ":", *common, bad, "true"],
                   c.FRAUD), "UNKNOWN_ROLE")


def updates(check, cl):
    r = sbatch(cl, more=["--hold"])
    if not allowed(check, "a job that waits", r):
        return
    job = r.stdout.strip()
    old = cl.run(["scontrol", "show", "job", job]).stdout

    def update(what, *words, user=c.FRAUD, good=False):
        r = cl.run(["scontrol", "update", f"JobId={job}", *words], user)
        check(what, (r.returncode == 0) == good,
              f"rc {r.returncode}: {r.stdout}{r.stderr}")

    other = comment({**SAID, "role": c.ROLE + "ChurnTraining"})
    update("its name", f"JobName=churn-{RUN}-Zt81kQm2Ls")
    update("its comment", f"Comment={other}")
    update("its account", "Account=other")
    update("its partition", "Partition=ml.p5.48xlarge")
    update("more processors", "NumCPUs=8")
    update("all of it, with a role that may not be passed",
           f"JobName={NAME}", f"Comment={other}", "Partition=ml.m5.large")
    update("its name, by root", f"JobName=churn-{RUN}-Zt81kQm2Ls",
           user="root")
    new = cl.run(["scontrol", "show", "job", job]).stdout
    fields = ("JobName", "Comment", "Account", "Partition", "NumCPUs")
    values = [[re.search(rf"\b{f}=(.*?)(\s|$)", t) and
               re.search(rf"\b{f}=(.*?)(\s|$)", t)[1] for f in fields]
              for t in (old, new)]
    check("... and nothing of it changed", values[0] == values[1], values)
    update("all of it, as it may be", f"JobName=fraud-new-{RUN}-Zt81kQm2Ls",
           f"Comment={comment(SAID)}", "Partition=ml.m5.xlarge", good=True)
    update("when it begins: not judged", "StartTime=now+1hour", good=True)
    cl.run(["scancel", job])


def wait_say(cl, text, seconds=15):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if text in cl.ctld_log.read_text():
            return True
        time.sleep(0.05)
    return False


def count(cl, text):
    return cl.ctld_log.read_text().count(text)


def reloads(check, cl):
    account = cl.dir / "policies/account.json"
    good = account.read_text()
    ctld = cl.pid("slurmctld")
    broken = "the last good set stays in force"
    account.write_text(good.replace('"Allow"', '"Alow"', 1))
    check("a broken set is noticed", wait_say(cl, broken))
    allowed(check, "... and the last good one stays", sbatch(cl))
    refused(check, "... which still refuses", sbatch(cl, user=c.CHURN),
            "IDENTITY_NO_ALLOW")
    again = "the policy set was read again"
    n = count(cl, again)
    account.write_text(good.replace(
        "*/${aws:PrincipalTag/team}-*", "*/${aws:PrincipalTag/team}-x*"))
    end = time.monotonic() + 15
    while count(cl, again) == n and time.monotonic() < end:
        time.sleep(0.05)
    refused(check, "a changed set is in force without a restart",
            sbatch(cl), "IDENTITY_NO_ALLOW")
    check("... of slurmctld", cl.pid("slurmctld") == ctld)
    n = count(cl, again)
    account.write_text(good)
    end = time.monotonic() + 15
    while count(cl, again) == n and time.monotonic() < end:
        time.sleep(0.05)
    allowed(check, "and back", sbatch(cl))
    cl.decisions.rename(cl.dir / "log/old.log")
    end = time.monotonic() + 15
    while not cl.decisions.exists() and time.monotonic() < end:
        time.sleep(0.05)
    allowed(check, "the log was renamed", sbatch(cl))
    check("... and a new one is written", len(decisions(cl)) >= 1)
    with open(cl.decisions, "a") as new, open(cl.dir / "log/old.log") as old:
        new.write(old.read())


def broken_start(check, cl):
    """slurmctld starts with a set that cannot be opened: all is refused."""
    conf = cl.dir / "policies/portero.conf"
    good = conf.read_text()
    cl.stop_one("slurmctld")
    conf.write_text("version = ;\n")
    cl.start_ctld()
    check("at start, a broken set is told", wait_say(cl, "all jobs are "
                                                     "refused"))
    end = time.monotonic() + 10
    while cl.run(["sinfo"]).returncode and time.monotonic() < end:
        time.sleep(0.05)
    refused(check, "... and refuses all", sbatch(cl), "NO_PLUGIN")
    n = count(cl, "is in force\n")
    conf.write_text(good)
    end = time.monotonic() + 15
    while count(cl, "is in force\n") == n and time.monotonic() < end:
        time.sleep(0.05)
    allowed(check, "... until it is repaired", sbatch(cl))


def records(check, cl):
    """Every verdict of the hook has its line in the decision log."""
    logged = {d["id"]: d["verdict"] for d in decisions(cl) if "id" in d}
    bad = [h for h in hooks(cl) if h["decision"] != "-" and
           logged.get(h["decision"]) != h["verdict"] and
           "NO_PLUGIN" not in str(h)]
    # those of a slurmctld without any set have no log to go to
    check("every verdict is in the decision log", len(bad) <= 1, bad)


def run(check, cl, _n):
    people(check, cl)
    orchestrators(check, cl)
    other_ways(check, cl)
    updates(check, cl)
    reloads(check, cl)
    broken_start(check, cl)
    records(check, cl)
