-- A job, from before its creation is sent. Its id is its reference, which each of its status changes repeats.
CREATE TABLE IF NOT EXISTS job (
  id text PRIMARY KEY, sha256 text NOT NULL, -- of its manifest and documents: an id is that of one job
  sent_at timestamptz NOT NULL, signers jsonb NOT NULL, -- as the manifest has them: they tell whose signature is whose
  state text NOT NULL DEFAULT 'unanswered', refusal text, -- until the portal has answered: then created, or refused
  signature_job_id text UNIQUE, cancellation_url text, delete_documents_url text,
  status text, changed_at timestamptz); -- of the newest change, and when that came about
-- What has become of a job and of each of its signers ('job', 'signer 1', ...): each status once, however often it is told.
CREATE TABLE IF NOT EXISTS status (
  job_id text REFERENCES job, subject text, status text, since timestamptz NOT NULL, PRIMARY KEY (job_id, subject, status));
-- What the rest of your system is to do once, such as writing to somebody: a row for each new status.
CREATE TABLE IF NOT EXISTS task (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), job_id text REFERENCES job, subject text, status text);
CREATE TABLE IF NOT EXISTS document (job_id text PRIMARY KEY REFERENCES job, bytes bytea NOT NULL);
-- A polling queue: the state of pollOnce, and until when it is one worker's.
CREATE TABLE IF NOT EXISTS queue (
  name text PRIMARY KEY, state jsonb, next_at timestamptz NOT NULL DEFAULT '-infinity',
  lease uuid, leased_until timestamptz NOT NULL DEFAULT '-infinity'); -- by the clock of the database
-- The changes that are stored, and are to be confirmed.
CREATE TABLE IF NOT EXISTS handled (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), queue text REFERENCES queue, change jsonb NOT NULL);
-- The jobs with a change that could not be stored, for a person to look at.
CREATE TABLE IF NOT EXISTS problem (signature_job_id text PRIMARY KEY, problem text, seen_at timestamptz);
