"""Succeeds while the daemons that a run depends on report to the database.

Dagster's own `dagster-daemon liveness-check` asks the same, but takes seconds of a processor for each answer.
"""

import os
import sys

import psycopg2

NEEDED = ("QUEUED_RUN_COORDINATOR", "SCHEDULER", "SENSOR")
SILENT_SECONDS = 120

with open(os.environ["POSTGRES_PASSWORD_FILE"], encoding="utf-8") as file:
    password = file.read()

connection = psycopg2.connect(
    host=os.environ["POSTGRES_HOST"],
    port=os.environ["POSTGRES_PORT"],
    dbname=os.environ["POSTGRES_DB"],
    user=os.environ["POSTGRES_USER"],
    password=password,
    connect_timeout=3,
)
with connection, connection.cursor() as cursor:
    cursor.execute(
        """
        SELECT count(DISTINCT daemon_type) FROM daemon_heartbeats
        WHERE daemon_type IN %s AND "timestamp" > (now() AT TIME ZONE 'utc') - make_interval(secs => %s)
        """,
        (NEEDED, SILENT_SECONDS),
    )
    (reporting,) = cursor.fetchone()

if reporting < len(NEEDED):
    print(f"{reporting} of {len(NEEDED)} daemons reported in the last {SILENT_SECONDS} s")
    sys.exit(1)
