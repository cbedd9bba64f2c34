-- Looking over the whole store for what must never be.

-- name: strangers
-- Rows in the table of a version that belong to another one.
SELECT count(*)::integer FROM feature_v{version} WHERE version_id <> {version};

-- name: feature_texts
-- Every feature of a version as it was fingerprinted: geometry and attributes in their order.
SELECT st_asewkb(geom, 'NDR') AS wkb, attributes::text AS attributes
  FROM feature WHERE version_id = %(version)s ORDER BY seq;

-- name: stalled_jobs
-- Work that is said to be going on while nobody reports any more, or that was begun too often.
SELECT job.args ->> 'job_id' AS job_id, job.attempts,
       coalesce(extract(epoch FROM now() - worker.last_heartbeat), 1e9)::float AS silent_s
  FROM procrastinate_jobs AS job LEFT JOIN procrastinate_workers AS worker
    ON worker.id = job.worker_id
 WHERE job.status = 'doing'
   AND (job.attempts > %(attempts)s OR worker.id IS NULL
        OR worker.last_heartbeat < now() - make_interval(secs => %(silent_s)s));

-- name: lost_jobs
-- Jobs that people wait for and that the queue does not know.
SELECT job.id FROM job
 WHERE job.status IN ('queued', 'running')
   AND job.updated_at < now() - make_interval(secs => %(silent_s)s)
   AND NOT EXISTS (
    SELECT 1 FROM procrastinate_jobs AS queued
     WHERE queued.args ->> 'job_id' = job.id AND queued.status IN ('todo', 'doing'))
 ORDER BY job.id;

-- name: server_versions
SELECT current_setting('server_version') AS postgresql, postgis_lib_version() AS postgis;
