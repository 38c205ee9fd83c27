-- The tables of Dagster that are read, with the columns that matter (dagster 1.13: dagster/_core/storage/{runs,event_log,schedules}/schema.py),
-- and runs such that every query has something to say.
CREATE TABLE runs (
  id serial PRIMARY KEY, run_id varchar(255) UNIQUE, snapshot_id varchar(255), pipeline_name text, mode text, status varchar(63), run_body text,
  partition text, partition_set text, create_timestamp timestamp DEFAULT now(), update_timestamp timestamp DEFAULT now(),
  start_time double precision, end_time double precision, backfill_id varchar(255));
CREATE TABLE asset_keys (
  id bigserial PRIMARY KEY, asset_key varchar(512) UNIQUE, last_materialization text, last_run_id varchar(255), asset_details text,
  wipe_timestamp timestamp, last_materialization_timestamp timestamp, tags text, create_timestamp timestamp DEFAULT now(), cached_status_data text);
CREATE TABLE daemon_heartbeats (
  id bigserial PRIMARY KEY, daemon_type varchar(255) UNIQUE, daemon_id varchar(255), "timestamp" timestamp NOT NULL, body text);
CREATE TABLE job_ticks (
  id bigserial PRIMARY KEY, job_origin_id varchar(255), selector_id varchar(255), status varchar(63), type varchar(63), "timestamp" timestamp,
  tick_body text, create_timestamp timestamp DEFAULT now(), update_timestamp timestamp DEFAULT now());
CREATE TABLE instigators (
  id bigserial PRIMARY KEY, selector_id varchar(255) UNIQUE, repository_selector_id varchar(255), status varchar(63), instigator_type varchar(63),
  instigator_body text, create_timestamp timestamp DEFAULT now(), update_timestamp timestamp DEFAULT now());

INSERT INTO runs (run_id, pipeline_name, status, run_body, create_timestamp, start_time, end_time)
SELECT r.run_id, r.job, r.status, '{"run_config": {"password": "hunter2"}}', (now() AT TIME ZONE 'utc') - make_interval(secs => r.created),
  extract(epoch FROM now()) - r.started, extract(epoch FROM now()) - r.ended
FROM (VALUES
  ('1', 'ingest', 'SUCCESS', 700, 690, 680),
  ('2', 'ingest', 'SUCCESS', 1700, 1690, 1660),
  ('3', 'ingest', 'FAILURE', 900, 890, 880),
  ('4', 'ingest', 'FAILURE', 7300, 7290, 7280),
  ('5', 'report', 'SUCCESS', 500, 400, 300),
  ('6', 'report', 'QUEUED', 120, NULL, NULL),
  ('7', 'report', 'QUEUED', 60, NULL, NULL),
  ('8', 'report', 'STARTED', 50, 40, NULL)
) AS r(run_id, job, status, created, started, ended);

INSERT INTO asset_keys (asset_key, last_materialization_timestamp) VALUES
  ('["raw", "entries"]', timestamp '2026-01-01 00:00:00'),
  ('["never"]', NULL);
INSERT INTO daemon_heartbeats (daemon_type, daemon_id, "timestamp") VALUES ('SENSOR', 'd', timestamp '2026-01-01 00:00:30');
INSERT INTO job_ticks (job_origin_id, selector_id, status, type, "timestamp") VALUES
  ('o', 'schedule', 'SUCCESS', 'SCHEDULE', now() AT TIME ZONE 'utc'),
  ('o', 'sensor', 'FAILURE', 'SENSOR', now() AT TIME ZONE 'utc'),
  ('o', 'sensor', 'FAILURE', 'SENSOR', (now() AT TIME ZONE 'utc') - interval '2 hours');
INSERT INTO instigators (selector_id, status, instigator_type, instigator_body) VALUES
  ('sensor', 'DECLARED_IN_CODE', 'SENSOR', '{"__class__": "JobState", "job_specific_data": {"__class__": "SensorInstigatorData", "cursor": "7"},
     "job_type": {"__enum__": "InstigatorType.SENSOR"}, "origin": {"__class__": "ExternalJobOrigin", "external_repository_origin": null, "job_name": "tell_of_failure"}}');
