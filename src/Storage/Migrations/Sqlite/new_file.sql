CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);

CREATE TABLE "activity" (
    "revision" INTEGER NOT NULL CONSTRAINT "pk_activity" PRIMARY KEY,
    "activity_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "task_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "output" TEXT NULL,
    "error" TEXT NULL,
    "duration_ms" INTEGER NULL,
    "project_id" TEXT NULL,
    "project_name" TEXT NULL,
    "description" TEXT NULL,
    "occurred_at" INTEGER NOT NULL,
    "recorded_at" INTEGER NOT NULL
);

CREATE TABLE "agent" (
    "id" TEXT NOT NULL CONSTRAINT "pk_agent" PRIMARY KEY,
    "workspace" TEXT NOT NULL DEFAULT 'default',
    "interval_seconds" INTEGER NOT NULL DEFAULT 30,
    "started_at" INTEGER NULL,
    "sent_at" INTEGER NULL,
    "reported_status" TEXT NOT NULL DEFAULT 'idle',
    "reported_at" INTEGER NULL,
    "health" TEXT NOT NULL DEFAULT 'unknown',
    "health_reason" TEXT NOT NULL DEFAULT '',
    "health_since" INTEGER NULL,
    "enabled" INTEGER NOT NULL DEFAULT 1,
    "draining" INTEGER NOT NULL DEFAULT 0,
    "last_heartbeat" INTEGER NULL,
    "status_commanded_at" INTEGER NULL,
    "capabilities_commanded_at" INTEGER NULL,
    "registered_at" INTEGER NULL,
    "updated_at" INTEGER NULL,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "deleted_at" INTEGER NULL,
    "registration_version" INTEGER NOT NULL DEFAULT 0,
    "registration" TEXT NULL,
    CONSTRAINT "uq_agent_workspace" UNIQUE ("workspace", "id")
) WITHOUT ROWID;

CREATE TABLE "evidence" (
    "workspace" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "invocation_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "recorded_at" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    CONSTRAINT "pk_evidence" PRIMARY KEY ("workspace", "session_id", "invocation_id")
) WITHOUT ROWID;

CREATE TABLE "feed_cursor" (
    "name" TEXT NOT NULL CONSTRAINT "pk_cursor" PRIMARY KEY,
    "revision" INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE "feed_entry" (
    "revision" INTEGER NOT NULL CONSTRAINT "pk_entry" PRIMARY KEY,
    "event_id" TEXT NOT NULL,
    "kind" INTEGER NOT NULL,
    "agent_id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "recorded_at" INTEGER NOT NULL,
    "body" TEXT NOT NULL
);

CREATE TABLE "feed_head" (
    "singleton" INTEGER NOT NULL DEFAULT 1 CONSTRAINT "pk_head" PRIMARY KEY,
    "revision" INTEGER NOT NULL,
    CONSTRAINT "ck_head_singleton" CHECK (singleton = 1)
);

CREATE TABLE "inbox" (
    "message_id" TEXT NOT NULL,
    "consumer" TEXT NOT NULL,
    "received_at" INTEGER NOT NULL,
    "fingerprint" INTEGER NULL,
    CONSTRAINT "pk_inbox" PRIMARY KEY ("message_id", "consumer")
) WITHOUT ROWID;

CREATE TABLE "instance_room" (
    "workspace" TEXT NOT NULL CONSTRAINT "pk_instance_room" PRIMARY KEY
) WITHOUT ROWID;

CREATE TABLE "metrics" (
    "agent_id" TEXT NOT NULL CONSTRAINT "pk_metrics" PRIMARY KEY,
    "started" INTEGER NOT NULL DEFAULT 0,
    "succeeded" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "timed_out" INTEGER NOT NULL DEFAULT 0,
    "duration_sum" INTEGER NOT NULL DEFAULT 0,
    "duration_count" INTEGER NOT NULL DEFAULT 0,
    "last_active_at" INTEGER NULL,
    "durations" BLOB NOT NULL DEFAULT (x'')
) WITHOUT ROWID;

CREATE TABLE "notice" (
    "topic" INTEGER NOT NULL CONSTRAINT "pk_notice" PRIMARY KEY,
    "state" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "since" INTEGER NOT NULL
);

CREATE TABLE "route" (
    "workspace" TEXT NOT NULL,
    "route_id" TEXT NOT NULL,
    "decided_at" INTEGER NOT NULL,
    "decision" TEXT NOT NULL,
    CONSTRAINT "pk_route" PRIMARY KEY ("workspace", "route_id")
) WITHOUT ROWID;

CREATE TABLE "session" (
    "workspace" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "metadata" TEXT NULL,
    "created_by" TEXT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    "status_since" INTEGER NOT NULL,
    "status_commanded_at" INTEGER NULL,
    "messages" INTEGER NOT NULL,
    "invocations" INTEGER NOT NULL,
    "bytes" INTEGER NOT NULL,
    "last_agent_id" TEXT NULL,
    "revision" INTEGER NOT NULL,
    CONSTRAINT "pk_session" PRIMARY KEY ("workspace", "session_id")
) WITHOUT ROWID;

CREATE TABLE "stuck" (
    "delivery" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "event_id" TEXT NOT NULL,
    "kind" INTEGER NOT NULL,
    "agent_id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "recorded_at" INTEGER NOT NULL,
    "body" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "stuck_at" INTEGER NOT NULL,
    "replay" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "pk_stuck" PRIMARY KEY ("delivery", "revision")
) WITHOUT ROWID;

CREATE TABLE "registration" (
    "agent_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "workspace" TEXT NOT NULL,
    "changed_at" INTEGER NOT NULL,
    "changed_by" TEXT NULL,
    "origin" TEXT NOT NULL,
    "restored_from" INTEGER NULL,
    "changed" TEXT NOT NULL,
    "registration" TEXT NOT NULL,
    CONSTRAINT "pk_registration" PRIMARY KEY ("agent_id", "version"),
    CONSTRAINT "fk_registration_agent" FOREIGN KEY ("workspace", "agent_id") REFERENCES "agent" ("workspace", "id") ON DELETE CASCADE
);

CREATE TABLE "session_invocation" (
    "workspace" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "invocation_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "response" TEXT NULL,
    "success" INTEGER NOT NULL,
    "error" TEXT NULL,
    "duration_ms" INTEGER NULL,
    "occurred_at" INTEGER NOT NULL,
    CONSTRAINT "pk_invocation" PRIMARY KEY ("workspace", "session_id", "sequence"),
    CONSTRAINT "uq_invocation_id" UNIQUE ("workspace", "session_id", "invocation_id"),
    CONSTRAINT "fk_invocation_session" FOREIGN KEY ("workspace", "session_id") REFERENCES "session" ("workspace", "session_id") ON DELETE CASCADE
);

CREATE TABLE "session_message" (
    "workspace" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "message_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "metadata" TEXT NULL,
    "occurred_at" INTEGER NOT NULL,
    CONSTRAINT "pk_message" PRIMARY KEY ("workspace", "session_id", "sequence"),
    CONSTRAINT "uq_message_id" UNIQUE ("workspace", "session_id", "message_id"),
    CONSTRAINT "fk_message_session" FOREIGN KEY ("workspace", "session_id") REFERENCES "session" ("workspace", "session_id") ON DELETE CASCADE
);

CREATE TABLE "context" (
    "workspace" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "current_version" INTEGER NOT NULL DEFAULT 0,
    "versions" INTEGER NOT NULL DEFAULT 0,
    "rollback_pointer" INTEGER NULL,
    "rollback_state" TEXT NULL,
    "created_at" INTEGER NOT NULL DEFAULT (0),
    "updated_at" INTEGER NOT NULL DEFAULT (0),
    "revision" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "pk_context" PRIMARY KEY ("workspace", "agent_id", "name"),
    CONSTRAINT "ck_context_rollback" CHECK ((rollback_pointer is null) = (rollback_state is null)),
    CONSTRAINT "fk_context_current" FOREIGN KEY ("workspace", "agent_id", "name", "current_version") REFERENCES "context_version" ("workspace", "agent_id", "name", "version") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "fk_context_rollback" FOREIGN KEY ("workspace", "agent_id", "name", "rollback_pointer") REFERENCES "context_version" ("workspace", "agent_id", "name", "version") DEFERRABLE INITIALLY DEFERRED
) WITHOUT ROWID;

CREATE TABLE "context_version" (
    "workspace" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "message_id" TEXT NOT NULL,
    "change_description" TEXT NULL,
    "created_by" TEXT NULL,
    "created_at" INTEGER NOT NULL,
    "rollback_pointer" INTEGER NULL,
    "data" TEXT NOT NULL,
    CONSTRAINT "pk_version" PRIMARY KEY ("workspace", "agent_id", "name", "version"),
    CONSTRAINT "uq_version_message" UNIQUE ("workspace", "agent_id", "name", "message_id"),
    CONSTRAINT "fk_version_context" FOREIGN KEY ("workspace", "agent_id", "name") REFERENCES "context" ("workspace", "agent_id", "name") ON DELETE CASCADE
);

CREATE TABLE "context_checkpoint" (
    "workspace" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "checkpoint" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "pk_checkpoint" PRIMARY KEY ("workspace", "agent_id", "name", "checkpoint"),
    CONSTRAINT "fk_checkpoint_context" FOREIGN KEY ("workspace", "agent_id", "name") REFERENCES "context" ("workspace", "agent_id", "name") ON DELETE CASCADE,
    CONSTRAINT "fk_checkpoint_version" FOREIGN KEY ("workspace", "agent_id", "name", "version") REFERENCES "context_version" ("workspace", "agent_id", "name", "version") DEFERRABLE INITIALLY DEFERRED
) WITHOUT ROWID;

CREATE TABLE "definition" (
    "workspace" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "current_version" INTEGER NOT NULL DEFAULT 0,
    "enabled" INTEGER NOT NULL DEFAULT 0,
    "name" TEXT NOT NULL DEFAULT '',
    "type" TEXT NOT NULL DEFAULT '',
    "description" TEXT NULL,
    "searched" TEXT NOT NULL DEFAULT '',
    "created_at" INTEGER NOT NULL DEFAULT (0),
    "updated_at" INTEGER NOT NULL DEFAULT (0),
    "revision" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "pk_definition" PRIMARY KEY ("workspace", "slug"),
    CONSTRAINT "fk_definition_current" FOREIGN KEY ("workspace", "slug", "current_version") REFERENCES "definition_version" ("workspace", "slug", "version") DEFERRABLE INITIALLY DEFERRED
) WITHOUT ROWID;

CREATE TABLE "definition_version" (
    "workspace" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "message_id" TEXT NOT NULL,
    "change_description" TEXT NULL,
    "created_by" TEXT NULL,
    "created_at" INTEGER NOT NULL,
    "restored_from" INTEGER NULL,
    "content" TEXT NOT NULL,
    CONSTRAINT "pk_definition_version" PRIMARY KEY ("workspace", "slug", "version"),
    CONSTRAINT "uq_definition_version_message" UNIQUE ("workspace", "slug", "message_id"),
    CONSTRAINT "fk_definition_version_definition" FOREIGN KEY ("workspace", "slug") REFERENCES "definition" ("workspace", "slug") ON DELETE CASCADE
);

CREATE TABLE "definition_label" (
    "workspace" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "pk_definition_label" PRIMARY KEY ("workspace", "slug", "label"),
    CONSTRAINT "fk_definition_label_definition" FOREIGN KEY ("workspace", "slug") REFERENCES "definition" ("workspace", "slug") ON DELETE CASCADE,
    CONSTRAINT "fk_definition_label_version" FOREIGN KEY ("workspace", "slug", "version") REFERENCES "definition_version" ("workspace", "slug", "version") DEFERRABLE INITIALLY DEFERRED
) WITHOUT ROWID;

CREATE TABLE "instance" (
    "workspace" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "project" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "configuration" TEXT NOT NULL,
    "last_error" TEXT NULL,
    "last_error_at" INTEGER NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    CONSTRAINT "pk_instance" PRIMARY KEY ("workspace", "id"),
    CONSTRAINT "uq_instance_id" UNIQUE ("id"),
    CONSTRAINT "ck_instance_error" CHECK ((last_error is null) = (last_error_at is null)),
    CONSTRAINT "fk_instance_agent" FOREIGN KEY ("workspace", "id") REFERENCES "agent" ("workspace", "id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "fk_instance_version" FOREIGN KEY ("workspace", "slug", "version") REFERENCES "definition_version" ("workspace", "slug", "version") DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX "ix_activity_agent" ON "activity" ("agent_id", "occurred_at" DESC, "revision" DESC);

CREATE INDEX "ix_activity_recorded" ON "activity" ("recorded_at");

CREATE INDEX "ix_checkpoint_version" ON "context_checkpoint" ("workspace", "agent_id", "name", "version");

CREATE INDEX "ix_evidence_agent" ON "evidence" ("workspace", "agent_id", "revision" DESC);

CREATE INDEX "ix_evidence_recorded" ON "evidence" ("recorded_at");

CREATE UNIQUE INDEX "uq_evidence_revision" ON "evidence" ("revision");

CREATE INDEX "ix_entry_recorded" ON "feed_entry" ("recorded_at");

CREATE INDEX "ix_inbox_received" ON "inbox" ("received_at");

CREATE INDEX "ix_instance_version" ON "instance" ("workspace", "slug", "version");

CREATE INDEX "ix_route_decided" ON "route" ("decided_at");

CREATE INDEX "ix_session_created" ON "session" ("workspace", "created_at" DESC, "session_id" DESC);

CREATE INDEX "ix_session_ended" ON "session" ("status_since") WHERE status <> 'active';

CREATE INDEX "ix_session_idle" ON "session" ("updated_at") WHERE status = 'active';

CREATE INDEX "ix_session_user" ON "session" ("workspace", "user_id", "created_at" DESC, "session_id" DESC);

CREATE INDEX "ix_invocation_agent" ON "session_invocation" ("workspace", "agent_id", "session_id");

CREATE INDEX "ix_stuck_replay" ON "stuck" ("delivery", "revision") WHERE replay;

-- What EF Core has no words for.

-- The feed begins at 0.
insert into feed_head (revision) values (0);

-- What agents remember: the record as JSON, its words in the full-text index.
create table memory (
    id integer primary key,
    activity_id text not null,
    workspace text not null,
    recorded_at integer not null,
    record text not null,
    constraint uq_memory_activity unique (activity_id)
);

create index ix_memory_recorded on memory (recorded_at);
create virtual table memory_text using fts5 (words, tokenize = 'unicode61 remove_diacritics 2');
create trigger memory_forgotten after delete on memory begin
    delete from memory_text where rowid = old.id;
end;


INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261201000000_Initial', '10.0.15');

