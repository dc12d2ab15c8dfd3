"""Tests of the DAG with plain Python: python3 -m unittest discover templates/composer

Airflow is not needed: its names are stood in for by classes that keep what they are given.
"""

import json
import os
import sys
import types
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import polarbeam_checks as checks  # noqa: E402


class Task:
    """Keeps what an operator is given, and what comes after it."""

    def __init__(self, **given):
        self.given = given
        self.after = []
        Dag.current.tasks.append(self)

    def __rshift__(self, other):
        self.after.append(other)
        return other


class Dag:
    current = None

    def __init__(self, **given):
        self.given = given
        self.tasks = []

    def __enter__(self):
        Dag.current = self
        return self

    def __exit__(self, *problem):
        Dag.current = None


class Bucket:
    """What the DAG uses of Airflow's hook for Cloud Storage, over a dictionary."""

    files = {}

    def exists(self, bucket, name):
        return bucket + "/" + name in Bucket.files

    def download(self, bucket, name):
        return Bucket.files[bucket + "/" + name].encode("utf-8")

    def upload(self, bucket, name, data, mime_type):
        Bucket.files[bucket + "/" + name] = data


def load():
    """The DAG's module, loaded as Airflow does."""
    launch = type("DataflowStartFlexTemplateOperator", (Task,), {})
    names = {
        "airflow": {"DAG": Dag},
        "airflow.operators": {},
        "airflow.operators.python": {"PythonOperator": type("PythonOperator", (Task,), {})},
        "airflow.providers": {},
        "airflow.providers.google": {},
        "airflow.providers.google.cloud": {},
        "airflow.providers.google.cloud.hooks": {},
        "airflow.providers.google.cloud.hooks.gcs": {"GCSHook": Bucket},
        "airflow.providers.google.cloud.operators": {},
        "airflow.providers.google.cloud.operators.dataflow": {launch.__name__: launch},
    }
    for name, content in names.items():
        module = types.ModuleType(name)
        module.__dict__.update(content)
        sys.modules[name] = module
    import polarbeam_monthly

    return polarbeam_monthly


def alignment(*rows):
    header = "model,family,language,level,group,metric,estimate,boot_mean,boot_sd,ci_low,ci_high,n"
    return "\n".join((header,) + rows) + "\n"


def row(model, estimate, low, high):
    return "%s,f,da,country,DK,spearman,%s,0,0,%s,%s,300" % (model, estimate, low, high)


class StructureTest(unittest.TestCase):
    def setUp(self):
        self.module = load()
        self.dag = self.module.dag

    def test_it_launches_then_checks_then_compares(self):
        self.assertEqual(["launch", "check", "compare"], [t.given["task_id"] for t in self.dag.tasks])
        launch, check, compare = self.dag.tasks
        self.assertEqual([check], launch.after)
        self.assertEqual([compare], check.after)
        self.assertNotIn("wait_until_finished", launch.given)  # refused where tasks are deferred
        self.assertFalse(launch.given["append_job_name"])
        self.assertTrue(all("execution_timeout" in t.given for t in self.dag.tasks))
        self.module.tell({"task_instance": types.SimpleNamespace(task_id="launch")})

    def test_one_run_at_a_time_once_a_month(self):
        self.assertEqual("0 3 1 * *", self.dag.given["schedule"])
        self.assertEqual(1, self.dag.given["max_active_runs"])
        self.assertFalse(self.dag.given["catchup"])

    def test_all_that_differs_between_projects_is_a_variable(self):
        launch = self.dag.tasks[0].given
        body = json.dumps(launch["body"]) + launch["project_id"] + launch["location"]
        for name in ("project", "region", "template", "runs", "parameters", "environment"):
            self.assertIn("polarbeam_" + name, body)
            self.assertIn("polarbeam_" + name, self.module.__doc__)
        self.assertNotIn("gs://", json.dumps(launch["body"]))

    def test_the_parameters_named_in_its_description_are_the_templates(self):
        with open(os.path.join(HERE, "..", "metadata", "run.json")) as file:
            known = {p["name"] for p in json.load(file)["parameters"]}
        self.assertLessEqual({"models", "judge", "apiKeySecret", "truth", "study", "output"}, known)


class TasksTest(unittest.TestCase):
    def setUp(self):
        self.module = load()
        Bucket.files = {}

    def test_a_whole_run_passes(self):
        Bucket.files["b/runs/2026-11/manifest.json"] = json.dumps(
            {"key": "k", "ended": "x", "data": "real", "dead_letters": {}}
        )
        self.assertEqual("k", self.module.check("gs://b/runs", "2026-11"))

    def test_what_is_no_whole_run_fails_with_the_reason(self):
        for manifest, reason in (
            (None, "no manifest"),
            ({"key": "k"}, "stopped before"),
            ({"key": "k", "ended": "x", "dead_letters": {"judge": 3}}, "judge"),
            ({"key": "k", "ended": "x", "data": "SIMULATED"}, "simulated"),
        ):
            if manifest is not None:
                Bucket.files["b/runs/2026-11/manifest.json"] = json.dumps(manifest)
            with self.assertRaisesRegex(checks.RunProblem, reason):
                self.module.check("gs://b/runs", "2026-11")

    def test_what_moved_is_written(self):
        Bucket.files["b/runs/2025-12/alignment.csv"] = alignment(
            row("one", 0.2, 0.1, 0.3), row("two", 0.2, 0.1, 0.3), row("old", 0.9, 0.8, 1.0)
        )
        Bucket.files["b/runs/2026-01/alignment.csv"] = alignment(
            row("one", 0.5, 0.4, 0.6), row("two", 0.35, 0.15, 0.55), row("new", 0.1, 0.0, 0.2)
        )
        self.assertEqual(1, self.module.compare("gs://b/runs", "2026-01"))
        written = Bucket.files["b/runs/2026-01/moved.csv"].splitlines()
        self.assertEqual("model,family,language,level,group,metric,before,now,change", written[0])
        self.assertEqual(2, len(written))
        self.assertTrue(written[1].startswith("one,f,da,country,DK,spearman,0.2,0.5,0.3"))

    def test_the_first_month_has_nothing_to_compare_with(self):
        Bucket.files["b/runs/2026-01/alignment.csv"] = alignment(row("one", 0.5, 0.4, 0.6))
        self.assertIsNone(self.module.compare("gs://b/runs", "2026-01"))

    def test_figures_without_an_interval_are_left_out(self):
        text = alignment(row("one", "", "", ""))
        self.assertEqual([], checks.moved(text, alignment(row("one", 0.5, 0.4, 0.6))))

    def test_on_the_same_topics_a_change_is_tested_for_these_topics(self):
        def month(estimate, error, topics):
            header, line = alignment(row("one", estimate, 0.2, 0.8)).splitlines()
            return "%s,std_err_fixed,topics_id\n%s,%s,%s\n" % (header, line, error, topics)

        moved = lambda a, b: len(checks.moved(a, b))
        self.assertEqual(1, moved(month(0.5, 0.03, "t"), month(0.6, 0.03, "t")))
        self.assertEqual(0, moved(month(0.5, 0.03, "t"), month(0.58, 0.03, "t")))
        self.assertEqual(0, moved(month(0.5, 0.03, "t"), month(0.6, 0.03, "u")))
        self.assertEqual(0, moved(month(0.5, "", "t"), month(0.6, 0.03, "t")))


if __name__ == "__main__":
    unittest.main()
