# SPDX-License-Identifier: MIT
"""`pipelined start --dry-run` says of every step what `portero pipeline` says:
the examples, and real definitions where they are at hand."""
import json

import cluster as c
import scene

# of the JSON, as people are told
WORDS = {"NONE": "-", "INDETERMINATE": "UNDECIDED"}
REAL = c.ROOT.parent / "shared/corpus/pipelines/files"


def reason(x):
    """Why step X is refused: the first check that is."""
    return next((q["reason"] for q in x["checks"] if q["effect"] == "DENY"),
                None) if x["effect"] == "DENY" else None


def compare(s, path, role):
    """Do both say the same, and of how many steps? None: that this cannot be
    run."""
    asked = ["--execution-role", role, "--pipeline-name", "p"]
    a = s.cl.run([s.cl.build / "portero", "pipeline", "-p",
                  s.cl.dir / "policies", "--plugin",
                  s.cl.dir / "lib/portero.so", "--region", "eu-west-1",
                  "--format", "json", *asked, path])
    b = s.verb("start", "--dry-run", *asked, path)
    if a.returncode in (1, 3):
        return (None if b.returncode == 1 else False), 0
    steps = json.loads(a.stdout)["steps"]
    want = [(WORDS.get(x["effect"], x["effect"]), x["job"] or "-", reason(x))
            for x in steps]
    # VERDICT STEP JOB [REASON: ...]; a step's name may have blanks
    have = []
    for line, x in zip(b.stdout.splitlines(), steps):
        verdict, _, rest = line.partition(" ")
        job, _, why = rest.strip().removeprefix(x["step"] + " ").partition(" ")
        have.append((verdict, job, why.partition(":")[0]
                     if verdict == "DENY" else None))
    return (a.returncode == b.returncode and want == have and
            len(b.stdout.splitlines()) == len(steps)), len(steps)


def run(check, cl, _n):
    s = scene.Scene(cl, "dry")
    mine = sorted((c.ROOT / "examples/pipelines").glob("*.json"))
    real = sorted(REAL.glob("*.json"))
    for what, paths in (("examples", mine), ("real definitions", real)):
        if not paths:
            print(f"skip  {what}: {REAL} is not there")
            continue
        steps = none = 0
        bad = []
        for i, path in enumerate(paths):
            copy = cl.dir / "conf/dry.json"
            copy.write_bytes(path.read_bytes())
            same, n = compare(s, copy, c.ROLE + ("FraudPipeline",
                                                 "ChurnPipeline")[i % 2])
            none += same is None
            steps += n
            if same is False:
                bad.append(path.name)
        check(f"{what}: a dry run says what `portero pipeline` says of "
              f"{steps} steps in {len(paths)} files; {none} are no whole "
              f"definition to either", not bad and steps, bad[:10])
