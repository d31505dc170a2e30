using System;
using AgentRegistry.Storage.Sql;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AgentRegistry.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "activity",
                columns: table => new
                {
                    revision = table.Column<long>(type: "INTEGER", nullable: false),
                    activity_id = table.Column<string>(type: "TEXT", nullable: false),
                    agent_id = table.Column<string>(type: "TEXT", nullable: false),
                    workspace = table.Column<string>(type: "TEXT", nullable: false),
                    task_id = table.Column<string>(type: "TEXT", nullable: false),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    output = table.Column<string>(type: "TEXT", nullable: true),
                    error = table.Column<string>(type: "TEXT", nullable: true),
                    duration_ms = table.Column<long>(type: "INTEGER", nullable: true),
                    project_id = table.Column<string>(type: "TEXT", nullable: true),
                    project_name = table.Column<string>(type: "TEXT", nullable: true),
                    description = table.Column<string>(type: "TEXT", nullable: true),
                    occurred_at = table.Column<long>(type: "INTEGER", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_activity", x => x.revision);
                });

            migrationBuilder.CreateTable(
                name: "agent",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    workspace = table.Column<string>(type: "TEXT", nullable: false, defaultValue: "default"),
                    interval_seconds = table.Column<int>(type: "INTEGER", nullable: false, defaultValue: 30),
                    started_at = table.Column<long>(type: "INTEGER", nullable: true),
                    sent_at = table.Column<long>(type: "INTEGER", nullable: true),
                    reported_status = table.Column<string>(type: "TEXT", nullable: false, defaultValue: "idle"),
                    reported_at = table.Column<long>(type: "INTEGER", nullable: true),
                    health = table.Column<string>(type: "TEXT", nullable: false, defaultValue: "unknown"),
                    health_reason = table.Column<string>(type: "TEXT", nullable: false, defaultValue: ""),
                    health_since = table.Column<long>(type: "INTEGER", nullable: true),
                    enabled = table.Column<bool>(type: "INTEGER", nullable: false, defaultValue: true),
                    draining = table.Column<bool>(type: "INTEGER", nullable: false, defaultValue: false),
                    last_heartbeat = table.Column<long>(type: "INTEGER", nullable: true),
                    status_commanded_at = table.Column<long>(type: "INTEGER", nullable: true),
                    capabilities_commanded_at = table.Column<long>(type: "INTEGER", nullable: true),
                    registered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: true),
                    revision = table.Column<long>(type: "INTEGER", nullable: false, defaultValue: 0L),
                    deleted_at = table.Column<long>(type: "INTEGER", nullable: true),
                    registration_version = table.Column<int>(type: "INTEGER", nullable: false, defaultValue: 0),
                    registration = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agent", x => x.id);
                    table.UniqueConstraint("uq_agent_workspace", x => new { x.workspace, x.id });
                });

            migrationBuilder.CreateTable(
                name: "evidence",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "TEXT", nullable: false),
                    session_id = table.Column<string>(type: "TEXT", nullable: false),
                    invocation_id = table.Column<string>(type: "TEXT", nullable: false),
                    agent_id = table.Column<string>(type: "TEXT", nullable: false),
                    query = table.Column<string>(type: "TEXT", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_evidence", x => new { x.workspace, x.session_id, x.invocation_id });
                });

            migrationBuilder.CreateTable(
                name: "feed_cursor",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cursor", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "feed_entry",
                columns: table => new
                {
                    revision = table.Column<long>(type: "INTEGER", nullable: false),
                    event_id = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<short>(type: "INTEGER", nullable: false),
                    agent_id = table.Column<string>(type: "TEXT", nullable: false),
                    workspace = table.Column<string>(type: "TEXT", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    body = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_entry", x => x.revision);
                });

            migrationBuilder.CreateTable(
                name: "feed_head",
                columns: table => new
                {
                    singleton = table.Column<bool>(type: "INTEGER", nullable: false, defaultValue: true),
                    revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_head", x => x.singleton);
                    table.CheckConstraint("ck_head_singleton", "singleton = 1");
                });

            migrationBuilder.CreateTable(
                name: "inbox",
                columns: table => new
                {
                    message_id = table.Column<string>(type: "TEXT", nullable: false),
                    consumer = table.Column<string>(type: "TEXT", nullable: false),
                    received_at = table.Column<long>(type: "INTEGER", nullable: false),
                    fingerprint = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inbox", x => new { x.message_id, x.consumer });
                });

            migrationBuilder.CreateTable(
                name: "instance_room",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_instance_room", x => x.workspace);
                });

            migrationBuilder.CreateTable(
                name: "metrics",
                columns: table => new
                {
                    agent_id = table.Column<string>(type: "TEXT", nullable: false),
                    started = table.Column<long>(type: "INTEGER", nullable: false, defaultValue: 0L),
                    succeeded = table.Column<long>(type: "INTEGER", nullable: false, defaultValue: 0L),
                    failed = table.Column<long>(type: "INTEGER", nullable: false, defaultValue: 0L),
                    timed_out = table.Column<long>(type: "INTEGER", nullable: false, defaultValue: 0L),
                    duration_sum = table.Column<long>(type: "INTEGER", nullable: false, defaultValue: 0L),
                    duration_count = table.Column<long>(type: "INTEGER", nullable: false, defaultValue: 0L),
                    last_active_at = table.Column<long>(type: "INTEGER", nullable: true),
                    durations = table.Column<byte[]>(type: "BLOB", nullable: false, defaultValueSql: "x''")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_metrics", x => x.agent_id);
                });

            migrationBuilder.CreateTable(
                name: "notice",
                columns: table => new
                {
                    topic = table.Column<short>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notice", x => x.topic);
                });

            migrationBuilder.CreateTable(
                name: "route",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "TEXT", nullable: false),
                    route_id = table.Column<string>(type: "TEXT", nullable: false),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: false),
                    decision = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_route", x => new { x.workspace, x.route_id });
                });

            migrationBuilder.CreateTable(
                name: "session",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "TEXT", nullable: false),
                    session_id = table.Column<string>(type: "TEXT", nullable: false),
                    user_id = table.Column<string>(type: "TEXT", nullable: false),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    metadata = table.Column<string>(type: "TEXT", nullable: true),
                    created_by = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    status_since = table.Column<long>(type: "INTEGER", nullable: false),
                    status_commanded_at = table.Column<long>(type: "INTEGER", nullable: true),
                    messages = table.Column<int>(type: "INTEGER", nullable: false),
                    invocations = table.Column<int>(type: "INTEGER", nullable: false),
                    bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    last_agent_id = table.Column<string>(type: "TEXT", nullable: true),
                    revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_session", x => new { x.workspace, x.session_id });
                });

            migrationBuilder.CreateTable(
                name: "stuck",
                columns: table => new
                {
                    delivery = table.Column<string>(type: "TEXT", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false),
                    event_id = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<short>(type: "INTEGER", nullable: false),
                    agent_id = table.Column<string>(type: "TEXT", nullable: false),
                    workspace = table.Column<string>(type: "TEXT", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    body = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false, defaultValue: 1),
                    stuck_at = table.Column<long>(type: "INTEGER", nullable: false),
                    replay = table.Column<bool>(type: "INTEGER", nullable: false, defaultValue: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stuck", x => new { x.delivery, x.revision });
                });

            migrationBuilder.CreateTable(
                name: "registration",
                columns: table => new
                {
                    agent_id = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    workspace = table.Column<string>(type: "TEXT", nullable: false),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    changed_by = table.Column<string>(type: "TEXT", nullable: true),
                    origin = table.Column<string>(type: "TEXT", nullable: false),
                    restored_from = table.Column<int>(type: "INTEGER", nullable: true),
                    changed = table.Column<string>(type: "TEXT", nullable: false),
                    registration = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_registration", x => new { x.agent_id, x.version });
                    table.ForeignKey(
                        name: "fk_registration_agent",
                        columns: x => new { x.workspace, x.agent_id },
                        principalTable: "agent",
                        principalColumns: new[] { "workspace", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "session_invocation",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "TEXT", nullable: false),
                    session_id = table.Column<string>(type: "TEXT", nullable: false),
                    sequence = table.Column<int>(type: "INTEGER", nullable: false),
                    invocation_id = table.Column<string>(type: "TEXT", nullable: false),
                    agent_id = table.Column<string>(type: "TEXT", nullable: false),
                    query = table.Column<string>(type: "TEXT", nullable: false),
                    response = table.Column<string>(type: "TEXT", nullable: true),
                    success = table.Column<bool>(type: "INTEGER", nullable: false),
                    error = table.Column<string>(type: "TEXT", nullable: true),
                    duration_ms = table.Column<long>(type: "INTEGER", nullable: true),
                    occurred_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_invocation", x => new { x.workspace, x.session_id, x.sequence });
                    table.UniqueConstraint("uq_invocation_id", x => new { x.workspace, x.session_id, x.invocation_id });
                    table.ForeignKey(
                        name: "fk_invocation_session",
                        columns: x => new { x.workspace, x.session_id },
                        principalTable: "session",
                        principalColumns: new[] { "workspace", "session_id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "session_message",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "TEXT", nullable: false),
                    session_id = table.Column<string>(type: "TEXT", nullable: false),
                    sequence = table.Column<int>(type: "INTEGER", nullable: false),
                    message_id = table.Column<string>(type: "TEXT", nullable: false),
                    role = table.Column<string>(type: "TEXT", nullable: false),
                    content = table.Column<string>(type: "TEXT", nullable: false),
                    metadata = table.Column<string>(type: "TEXT", nullable: true),
                    occurred_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_message", x => new { x.workspace, x.session_id, x.sequence });
                    table.UniqueConstraint("uq_message_id", x => new { x.workspace, x.session_id, x.message_id });
                    table.ForeignKey(
                        name: "fk_message_session",
                        columns: x => new { x.workspace, x.session_id },
                        principalTable: "session",
                        principalColumns: new[] { "workspace", "session_id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "context",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "TEXT", nullable: false),
                    agent_id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    current_version = table.Column<int>(type: "INTEGER", nullable: false, defaultValue: 0),
                    versions = table.Column<int>(type: "INTEGER", nullable: false, defaultValue: 0),
                    rollback_pointer = table.Column<int>(type: "INTEGER", nullable: true),
                    rollback_state = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false, defaultValueSql: "0"),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false, defaultValueSql: "0"),
                    revision = table.Column<long>(type: "INTEGER", nullable: false, defaultValue: 0L)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_context", x => new { x.workspace, x.agent_id, x.name });
                    table.CheckConstraint("ck_context_rollback", "(rollback_pointer is null) = (rollback_state is null)");
                });

            migrationBuilder.CreateTable(
                name: "context_version",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "TEXT", nullable: false),
                    agent_id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    message_id = table.Column<string>(type: "TEXT", nullable: false),
                    change_description = table.Column<string>(type: "TEXT", nullable: true),
                    created_by = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    rollback_pointer = table.Column<int>(type: "INTEGER", nullable: true),
                    data = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_version", x => new { x.workspace, x.agent_id, x.name, x.version });
                    table.UniqueConstraint("uq_version_message", x => new { x.workspace, x.agent_id, x.name, x.message_id });
                    table.ForeignKey(
                        name: "fk_version_context",
                        columns: x => new { x.workspace, x.agent_id, x.name },
                        principalTable: "context",
                        principalColumns: new[] { "workspace", "agent_id", "name" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "context_checkpoint",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "TEXT", nullable: false),
                    agent_id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    checkpoint = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_checkpoint", x => new { x.workspace, x.agent_id, x.name, x.checkpoint });
                    table.ForeignKey(
                        name: "fk_checkpoint_context",
                        columns: x => new { x.workspace, x.agent_id, x.name },
                        principalTable: "context",
                        principalColumns: new[] { "workspace", "agent_id", "name" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_checkpoint_version",
                        columns: x => new { x.workspace, x.agent_id, x.name, x.version },
                        principalTable: "context_version",
                        principalColumns: new[] { "workspace", "agent_id", "name", "version" });
                });

            migrationBuilder.CreateTable(
                name: "definition",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "TEXT", nullable: false),
                    slug = table.Column<string>(type: "TEXT", nullable: false),
                    current_version = table.Column<int>(type: "INTEGER", nullable: false, defaultValue: 0),
                    enabled = table.Column<bool>(type: "INTEGER", nullable: false, defaultValue: false),
                    name = table.Column<string>(type: "TEXT", nullable: false, defaultValue: ""),
                    type = table.Column<string>(type: "TEXT", nullable: false, defaultValue: ""),
                    description = table.Column<string>(type: "TEXT", nullable: true),
                    searched = table.Column<string>(type: "TEXT", nullable: false, defaultValue: ""),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false, defaultValueSql: "0"),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false, defaultValueSql: "0"),
                    revision = table.Column<long>(type: "INTEGER", nullable: false, defaultValue: 0L)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_definition", x => new { x.workspace, x.slug });
                });

            migrationBuilder.CreateTable(
                name: "definition_version",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "TEXT", nullable: false),
                    slug = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    message_id = table.Column<string>(type: "TEXT", nullable: false),
                    change_description = table.Column<string>(type: "TEXT", nullable: true),
                    created_by = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    restored_from = table.Column<int>(type: "INTEGER", nullable: true),
                    content = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_definition_version", x => new { x.workspace, x.slug, x.version });
                    table.UniqueConstraint("uq_definition_version_message", x => new { x.workspace, x.slug, x.message_id });
                    table.ForeignKey(
                        name: "fk_definition_version_definition",
                        columns: x => new { x.workspace, x.slug },
                        principalTable: "definition",
                        principalColumns: new[] { "workspace", "slug" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "definition_label",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "TEXT", nullable: false),
                    slug = table.Column<string>(type: "TEXT", nullable: false),
                    label = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_definition_label", x => new { x.workspace, x.slug, x.label });
                    table.ForeignKey(
                        name: "fk_definition_label_definition",
                        columns: x => new { x.workspace, x.slug },
                        principalTable: "definition",
                        principalColumns: new[] { "workspace", "slug" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_definition_label_version",
                        columns: x => new { x.workspace, x.slug, x.version },
                        principalTable: "definition_version",
                        principalColumns: new[] { "workspace", "slug", "version" });
                });

            migrationBuilder.CreateTable(
                name: "instance",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "TEXT", nullable: false),
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    slug = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    project = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    configuration = table.Column<string>(type: "TEXT", nullable: false),
                    last_error = table.Column<string>(type: "TEXT", nullable: true),
                    last_error_at = table.Column<long>(type: "INTEGER", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_instance", x => new { x.workspace, x.id });
                    table.UniqueConstraint("uq_instance_id", x => x.id);
                    table.CheckConstraint("ck_instance_error", "(last_error is null) = (last_error_at is null)");
                    table.ForeignKey(
                        name: "fk_instance_agent",
                        columns: x => new { x.workspace, x.id },
                        principalTable: "agent",
                        principalColumns: new[] { "workspace", "id" });
                    table.ForeignKey(
                        name: "fk_instance_version",
                        columns: x => new { x.workspace, x.slug, x.version },
                        principalTable: "definition_version",
                        principalColumns: new[] { "workspace", "slug", "version" });
                });

            migrationBuilder.CreateIndex(
                name: "ix_activity_agent",
                table: "activity",
                columns: new[] { "agent_id", "occurred_at", "revision" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_activity_recorded",
                table: "activity",
                column: "recorded_at");

            migrationBuilder.CreateIndex(
                name: "ix_checkpoint_version",
                table: "context_checkpoint",
                columns: new[] { "workspace", "agent_id", "name", "version" });

            migrationBuilder.CreateIndex(
                name: "ix_evidence_agent",
                table: "evidence",
                columns: new[] { "workspace", "agent_id", "revision" },
                descending: new[] { false, false, true });

            migrationBuilder.CreateIndex(
                name: "ix_evidence_recorded",
                table: "evidence",
                column: "recorded_at");

            migrationBuilder.CreateIndex(
                name: "uq_evidence_revision",
                table: "evidence",
                column: "revision",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_entry_recorded",
                table: "feed_entry",
                column: "recorded_at");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_received",
                table: "inbox",
                column: "received_at");

            migrationBuilder.CreateIndex(
                name: "ix_instance_version",
                table: "instance",
                columns: new[] { "workspace", "slug", "version" });

            migrationBuilder.CreateIndex(
                name: "ix_route_decided",
                table: "route",
                column: "decided_at");

            migrationBuilder.CreateIndex(
                name: "ix_session_created",
                table: "session",
                columns: new[] { "workspace", "created_at", "session_id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_session_ended",
                table: "session",
                column: "status_since",
                filter: "status <> 'active'");

            migrationBuilder.CreateIndex(
                name: "ix_session_idle",
                table: "session",
                column: "updated_at",
                filter: "status = 'active'");

            migrationBuilder.CreateIndex(
                name: "ix_session_user",
                table: "session",
                columns: new[] { "workspace", "user_id", "created_at", "session_id" },
                descending: new[] { false, false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_invocation_agent",
                table: "session_invocation",
                columns: new[] { "workspace", "agent_id", "session_id" });

            migrationBuilder.CreateIndex(
                name: "ix_stuck_replay",
                table: "stuck",
                columns: new[] { "delivery", "revision" },
                filter: "replay");

            migrationBuilder.AddForeignKey(
                name: "fk_context_current",
                table: "context",
                columns: new[] { "workspace", "agent_id", "name", "current_version" },
                principalTable: "context_version",
                principalColumns: new[] { "workspace", "agent_id", "name", "version" });

            migrationBuilder.AddForeignKey(
                name: "fk_context_rollback",
                table: "context",
                columns: new[] { "workspace", "agent_id", "name", "rollback_pointer" },
                principalTable: "context_version",
                principalColumns: new[] { "workspace", "agent_id", "name", "version" });

            migrationBuilder.AddForeignKey(
                name: "fk_definition_current",
                table: "definition",
                columns: new[] { "workspace", "slug", "current_version" },
                principalTable: "definition_version",
                principalColumns: new[] { "workspace", "slug", "version" });

            // What EF Core has no words for.
            migrationBuilder.Sql(EmbeddedText.Read("Migrations/Sqlite/initial.sql"));
        }

        /// <summary>Nothing goes before the first migration: whoever wants an empty database makes one.</summary>
        protected override void Down(MigrationBuilder migrationBuilder) => throw new NotSupportedException("The first migration cannot be undone.");
    }
}
