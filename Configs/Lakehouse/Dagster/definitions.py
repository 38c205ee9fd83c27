"""A pipeline to watch: one job that works, one that fails now and then, one that is late, all on purpose.

It asks Trino for everything, so that a fault in Postgres, MinIO or Nessie shows in its runs.
"""

import datetime
import json
import os
import time
import urllib.request

import dagster as dg

TRINO = os.environ.get("TRINO_URL", "http://trino:8080")
TABLE = "iceberg.demo.orders"
ROWS = 100

# The report is made every 20 minutes and counts as late after 5.
LATE_AFTER = datetime.timedelta(minutes=5)


def say(event_type: str, level: str, message: str, **fields: object) -> None:
    """Prints an event as one line of JSON, which the logs' collector takes apart; a sensor's own log keeps no fields."""
    event = {
        "timestamp": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds"),
        "level": level,
        "logger": "demo",
        "message": message,
        "event_type": event_type,
        **fields,
    }
    print(json.dumps(event), flush=True)


def query(sql: str) -> tuple[str, list]:
    """Runs a statement to its end; returns its id and its rows."""
    headers = {"Content-Type": "text/plain; charset=utf-8", "X-Trino-User": "dagster", "X-Trino-Source": "demo"}
    request = urllib.request.Request(f"{TRINO}/v1/statement", data=sql.encode(), headers=headers)
    rows: list = []
    while True:
        with urllib.request.urlopen(request, timeout=60) as response:
            result = json.load(response)
        rows += result.get("data", [])
        if "error" in result:
            raise RuntimeError(f"query {result['id']} failed: {result['error']['message']}")
        if "nextUri" not in result:
            return result["id"], rows
        request = urllib.request.Request(result["nextUri"], headers=headers)


@dg.asset(group_name="demo", description=f"{ROWS} new orders in {TABLE}.")
def orders(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    query("CREATE SCHEMA IF NOT EXISTS iceberg.demo")
    query(f"CREATE TABLE IF NOT EXISTS {TABLE} (id bigint, amount double, ordered_at timestamp(6))")
    query_id, _ = query(f"INSERT INTO {TABLE} SELECT n, random() * 100, localtimestamp(6) FROM UNNEST(sequence(1, {ROWS})) AS t(n)")
    say(
        "iceberg_table_updated", "INFO", f"{TABLE} has {ROWS} rows more",
        table_name=TABLE, rows=ROWS, query_id=query_id, run_id=context.run.run_id, asset_key="orders",
    )
    return dg.MaterializeResult(metadata={"rows": ROWS, "query_id": query_id})


@dg.asset(group_name="demo", deps=[orders], description="How many orders there are and what they are worth.")
def order_totals() -> dg.MaterializeResult:
    query_id, rows = query(f"SELECT count(*), sum(amount) FROM {TABLE}")
    count, amount = rows[0]
    return dg.MaterializeResult(metadata={"orders": count, "amount": amount, "query_id": query_id})


@dg.asset(
    group_name="demo",
    freshness_policy=dg.FreshnessPolicy.time_window(fail_window=LATE_AFTER),
    description="Late most of the time, on purpose: made every 20 minutes, wanted every 5.",
)
def late_report() -> dg.MaterializeResult:
    query_id, _ = query("SELECT count(*) FROM system.runtime.nodes")
    return dg.MaterializeResult(metadata={"query_id": query_id})


@dg.op
def check_orders(context: dg.OpExecutionContext) -> None:
    """Fails at every third start, on purpose."""
    if int(time.time()) // 120 % 3 == 0:
        context.log.error("the orders do not add up (they never do at this time: this failure is part of the demo)")
        raise ValueError("orders do not add up")


@dg.job(description="Fails at every third start, on purpose.")
def quality_check() -> None:
    check_orders()


ingest = dg.define_asset_job("ingest", selection=[orders, order_totals])
report = dg.define_asset_job("report", selection=[late_report])


def duration(context: dg.RunStatusSensorContext) -> float | None:
    record = context.instance.get_run_record_by_id(context.dagster_run.run_id)
    if record is None or record.start_time is None or record.end_time is None:
        return None
    return round(record.end_time - record.start_time, 3)


@dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.SUCCESS, minimum_interval_seconds=10, default_status=dg.DefaultSensorStatus.RUNNING
)
def tell_of_success(context: dg.RunStatusSensorContext) -> None:
    run = context.dagster_run
    say(
        "pipeline_success", "INFO", f"{run.job_name} succeeded",
        run_id=run.run_id, job_name=run.job_name, duration_seconds=duration(context),
    )


@dg.run_failure_sensor(minimum_interval_seconds=10, default_status=dg.DefaultSensorStatus.RUNNING)
def tell_of_failure(context: dg.RunFailureSensorContext) -> None:
    run = context.dagster_run
    say(
        "pipeline_failure", "ERROR", f"{run.job_name} failed",
        run_id=run.run_id, job_name=run.job_name, duration_seconds=duration(context),
        failure_message=context.failure_event.message,
    )


def every(name: str, job: object, cron: str) -> dg.ScheduleDefinition:
    return dg.ScheduleDefinition(name=name, job=job, cron_schedule=cron, default_status=dg.DefaultScheduleStatus.RUNNING)


defs = dg.Definitions(
    assets=[orders, order_totals, late_report],
    jobs=[ingest, report, quality_check],
    schedules=[
        every("ingest_every_minute", ingest, "* * * * *"),
        every("quality_check_every_2_minutes", quality_check, "*/2 * * * *"),
        every("report_every_20_minutes", report, "*/20 * * * *"),
    ],
    sensors=[tell_of_success, tell_of_failure],
    # One process a run: a process for each step would cost a laptop more than it shows.
    executor=dg.in_process_executor,
)
