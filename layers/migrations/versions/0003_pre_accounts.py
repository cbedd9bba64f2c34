"""Accounts, sessions, tokens, the journal; and the one function that says who may see a layer."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE account (
    id serial CONSTRAINT pk_account PRIMARY KEY,
    name text NOT NULL,
    name_key text NOT NULL CONSTRAINT uq_account_name_key UNIQUE,
    role text NOT NULL,
    disabled boolean NOT NULL DEFAULT false,
    password_hash text NOT NULL,
    password_changed_at timestamptz NOT NULL DEFAULT now(),
    password_history text[] NOT NULL DEFAULT '{}',
    failures integer NOT NULL DEFAULT 0,
    locked_until timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    signed_in_at timestamptz,
    CONSTRAINT ck_account_role
        CHECK (role IN ('public', 'planner', 'staff', 'admin', 'auditor'))
);

CREATE TABLE account_session (
    token_hash text CONSTRAINT pk_account_session PRIMARY KEY,
    account_id integer NOT NULL
        CONSTRAINT fk_account_session_account_id_account REFERENCES account (id),
    created_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now(),
    rotate boolean NOT NULL DEFAULT false,
    previous_hash text,
    rotated_at timestamptz
);
CREATE INDEX ix_account_session_account_id ON account_session (account_id);
CREATE INDEX ix_account_session_previous_hash ON account_session (previous_hash);

CREATE TABLE account_token (
    id text CONSTRAINT pk_account_token PRIMARY KEY,
    account_id integer NOT NULL
        CONSTRAINT fk_account_token_account_id_account REFERENCES account (id),
    label text NOT NULL,
    rights text[] NOT NULL,
    token_hash text NOT NULL CONSTRAINT uq_account_token_token_hash UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    revoked_at timestamptz
);
CREATE INDEX ix_account_token_account_id ON account_token (account_id);

CREATE TABLE setup_code (
    code_hash text CONSTRAINT pk_setup_code PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);

CREATE TABLE journal (
    number bigint CONSTRAINT pk_journal PRIMARY KEY,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    object text NOT NULL,
    details jsonb NOT NULL,
    previous_hash text NOT NULL,
    hash text NOT NULL
);
CREATE INDEX ix_journal_at ON journal (at);

CREATE INDEX ix_run_result_layer_id ON run (result_layer_id);
CREATE INDEX ix_run_created_at_id ON run (created_at DESC, id);
"""

_APPEND_ONLY = """
CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'the journal is append-only';
END
$body$
"""
_TRIGGER = """
CREATE TRIGGER journal_is_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only()
"""

_MAY_READ_ALL = """
CREATE FUNCTION may_read_all(wanted text[], internal boolean) RETURNS boolean
LANGUAGE plpgsql STABLE COST 1000 AS $body$
DECLARE
    generation text[] := wanted;
    seen text[] := wanted;
BEGIN
    WHILE NOT internal AND generation <> '{}' LOOP
        IF EXISTS (
            SELECT FROM layer
             WHERE id = ANY (generation)
               AND (visibility = 'internal' OR current_version_id IS NULL)
        ) THEN
            RETURN false;
        END IF;
        SELECT coalesce(array_agg(DISTINCT pinned #>> '{}'), '{}') INTO generation
          FROM run, jsonb_path_query(run.inputs, '$.**.layer') AS pinned
         WHERE run.result_layer_id = ANY (generation) AND NOT pinned #>> '{}' = ANY (seen);
        seen := seen || generation;
    END LOOP;
    RETURN true;
END
$body$
"""
"""Whether a reader may know of some layers: who reads internal layers, of every one; others, of
layers that are published and public, and so is every layer that they were computed from."""

_MAY_READ = """
CREATE FUNCTION may_read(wanted text, internal boolean) RETURNS boolean
LANGUAGE sql STABLE COST 1000 AS 'SELECT may_read_all(ARRAY[wanted], internal)'
"""
_MAY_READ_RUN = """
CREATE FUNCTION may_read_run(result text, inputs jsonb, internal boolean) RETURNS boolean
LANGUAGE plpgsql STABLE COST 1000 AS $body$
BEGIN
    RETURN internal OR may_read_all(array_remove(ARRAY(
        SELECT pinned #>> '{}' FROM jsonb_path_query(inputs, '$.**.layer') AS pinned
    ) || result, NULL), false);
END
$body$
"""


_BODIES = (_APPEND_ONLY, _TRIGGER, _MAY_READ_ALL, _MAY_READ, _MAY_READ_RUN)


def upgrade() -> None:
    # The texts hold semicolons and percent signs of their own, so nothing is split inside a body.
    connection = op.get_bind()
    for statement in [*_TABLES.split(";\n"), *_BODIES]:
        if statement.strip():
            connection.exec_driver_sql(statement)
