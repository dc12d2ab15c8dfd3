"""Runs Polarbeam every month on Dataflow, checks the run, and compares it with last month's.

Airflow variables:
  polarbeam_project     the Google Cloud project
  polarbeam_region      where Dataflow runs, such as europe-west4
  polarbeam_template    the template's specification, such as gs://BUCKET/templates/run.json
  polarbeam_runs        under which run directories lie, such as gs://BUCKET/runs
  polarbeam_parameters  JSON, the options of the run but its output, all as strings:
                        {"models": "vllm:gemma-2-9b-it@gs://BUCKET/weights/gemma-2-9b-it",
                         "judge": "openai:gpt-4.1", "apiKeySecret": "projects/P/secrets/S/versions/1",
                         "truth": "gs://BUCKET/truth/truth.csv", "study": "gs://BUCKET/study.yaml"}
  polarbeam_environment JSON, the job's environment: serviceAccountEmail, subnetwork,
                        ipConfiguration, sdkContainerImage, diskSizeGb, maxWorkers,
                        stagingLocation, tempLocation, additionalUserLabels ...
                        (a machineType of all stages only where no model is served)

A run is of the month in which its interval ends; one that is started by hand without a date, of the
month in which it starts. One that is started again goes on in the same directory, and pays for no
answer twice. While the job runs nobody need wait for it: set [operators] default_deferrable, as the
Terraform module does. The provider refuses wait_until_finished beside that, and waits for a batch job
without it.
"""

from datetime import datetime, timedelta

try:
    from airflow.providers.standard.operators.python import PythonOperator
    from airflow.sdk import DAG
except ImportError:  # Airflow 2
    from airflow import DAG
    from airflow.operators.python import PythonOperator
from airflow.providers.google.cloud.hooks.gcs import GCSHook
from airflow.providers.google.cloud.operators.dataflow import DataflowStartFlexTemplateOperator

import polarbeam_checks

# A run of Airflow 3 that is started by hand may have no logical date, and so no interval.
WHEN = (
    "(data_interval_end | default(none) or dag_run.run_after | default(none)"
    " or dag_run.queued_at).strftime('%Y-%m')"
)
MONTH = "{{ " + WHEN + " }}"
RUNS = "{{ var.value.polarbeam_runs }}"


def read(path):
    """The text of a gs:// object; None where there is none."""
    bucket, name = path[len("gs://") :].split("/", 1)
    hook = GCSHook()
    if not hook.exists(bucket, name):
        return None
    return hook.download(bucket, name).decode("utf-8")


def check(runs, month):
    """Fails unless the month's run has ended whole."""
    manifest = polarbeam_checks.check_manifest(read("%s/%s/manifest.json" % (runs, month)))
    print("The report is %s/%s/report.html" % (runs, month))
    return manifest["key"]


def compare(runs, month):
    """Writes what moved since last month to moved.csv; gives how many figures did."""
    last = "%s/%s/alignment.csv" % (runs, polarbeam_checks.previous_month(month))
    before = read(last)
    if before is None:
        print("There is no run of last month to compare with: %s" % last)
        return None
    changes = polarbeam_checks.moved(before, read("%s/%s/alignment.csv" % (runs, month)))
    bucket, name = ("%s/%s/moved.csv" % (runs, month))[len("gs://") :].split("/", 1)
    GCSHook().upload(bucket, name, data=polarbeam_checks.as_csv(changes), mime_type="text/csv")
    for change in changes:
        print("moved: %s" % change)
    return len(changes)


def tell(context):
    """Says in the task's log how to go on; mail and the like are the environment's to add."""
    print(
        "The task %s failed: %s. What was paid for is in the run's store: clear the task, and it"
        " goes on from there." % (context["task_instance"].task_id, context.get("exception"))
    )


with DAG(
    dag_id="polarbeam_monthly",
    description="Whose values do language models speak? Measured every month.",
    doc_md=__doc__,
    schedule="0 3 1 * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    render_template_as_native_obj=True,
    dagrun_timeout=timedelta(days=7),
    default_args={
        "retries": 1,
        "retry_delay": timedelta(minutes=15),
        "on_failure_callback": tell,
    },
    tags=["polarbeam"],
) as dag:
    launch = DataflowStartFlexTemplateOperator(
        task_id="launch",
        project_id="{{ var.value.polarbeam_project }}",
        location="{{ var.value.polarbeam_region }}",
        # The same name when tried again: Dataflow runs no two jobs of one name, so none pays twice.
        append_job_name=False,
        execution_timeout=timedelta(days=3),
        body={
            "launchParameter": {
                "jobName": "polarbeam-" + MONTH,
                "containerSpecGcsPath": "{{ var.value.polarbeam_template }}",
                "parameters": (
                    "{{ dict(var.json.polarbeam_parameters, output=var.value.polarbeam_runs ~ '/' ~ "
                    + WHEN
                    + ") }}"
                ),
                "environment": "{{ var.json.polarbeam_environment }}",
            }
        },
    )
    check_run = PythonOperator(
        task_id="check",
        python_callable=check,
        op_kwargs={"runs": RUNS, "month": MONTH},
        retries=0,
        execution_timeout=timedelta(minutes=15),
    )
    compare_runs = PythonOperator(
        task_id="compare",
        python_callable=compare,
        op_kwargs={"runs": RUNS, "month": MONTH},
        execution_timeout=timedelta(minutes=15),
    )
    launch >> check_run >> compare_runs
