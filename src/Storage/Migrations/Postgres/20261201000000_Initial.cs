using System;
using AgentRegistry.Storage.Sql;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AgentRegistry.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "registry");

            migrationBuilder.EnsureSchema(
                name: "context");

            migrationBuilder.EnsureSchema(
                name: "feed");

            migrationBuilder.EnsureSchema(
                name: "activity");

            migrationBuilder.EnsureSchema(
                name: "session");

            migrationBuilder.CreateTable(
                name: "agent",
                schema: "registry",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    workspace = table.Column<string>(type: "text", nullable: false, defaultValue: "default", collation: "C"),
                    interval_seconds = table.Column<int>(type: "integer", nullable: false, defaultValue: 30),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reported_status = table.Column<string>(type: "text", nullable: false, defaultValue: "idle"),
                    reported_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    health = table.Column<string>(type: "text", nullable: false, defaultValue: "unknown"),
                    health_reason = table.Column<string>(type: "text", nullable: false, defaultValue: ""),
                    health_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    enabled = table.Column<bool>(type: "boolean", nullable: false, defaultValue: true),
                    draining = table.Column<bool>(type: "boolean", nullable: false, defaultValue: false),
                    last_heartbeat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    status_commanded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    capabilities_commanded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    registered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    registration_version = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    registration = table.Column<string>(type: "json", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agent", x => x.id);
                    table.UniqueConstraint("uq_agent_workspace", x => new { x.workspace, x.id });
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 80);

            migrationBuilder.CreateTable(
                name: "cursor",
                schema: "feed",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cursor", x => x.name);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 10);

            migrationBuilder.CreateTable(
                name: "entry",
                schema: "feed",
                columns: table => new
                {
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    event_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    agent_id = table.Column<string>(type: "text", nullable: false),
                    workspace = table.Column<string>(type: "text", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_entry", x => x.revision);
                });

            migrationBuilder.CreateTable(
                name: "evidence",
                schema: "registry",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    session_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    invocation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    agent_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    query = table.Column<string>(type: "text", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_evidence", x => new { x.workspace, x.session_id, x.invocation_id });
                });

            migrationBuilder.CreateTable(
                name: "head",
                schema: "feed",
                columns: table => new
                {
                    singleton = table.Column<bool>(type: "boolean", nullable: false, defaultValue: true),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_head", x => x.singleton);
                    table.CheckConstraint("ck_head_singleton", "singleton");
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 10);

            migrationBuilder.CreateTable(
                name: "inbox",
                schema: "activity",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    consumer = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    fingerprint = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inbox", x => new { x.message_id, x.consumer });
                });

            migrationBuilder.CreateTable(
                name: "instance_room",
                schema: "registry",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_instance_room", x => x.workspace);
                });

            migrationBuilder.CreateTable(
                name: "metrics",
                schema: "activity",
                columns: table => new
                {
                    agent_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    started = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L),
                    succeeded = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L),
                    failed = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L),
                    timed_out = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L),
                    duration_sum = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L),
                    duration_count = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L),
                    last_active_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    durations = table.Column<byte[]>(type: "bytea", nullable: false, defaultValueSql: "''")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_metrics", x => x.agent_id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 70);

            migrationBuilder.CreateTable(
                name: "notice",
                schema: "feed",
                columns: table => new
                {
                    topic = table.Column<short>(type: "smallint", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notice", x => x.topic);
                });

            migrationBuilder.CreateTable(
                name: "route",
                schema: "registry",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    route_id = table.Column<Guid>(type: "uuid", nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    decision = table.Column<string>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_route", x => new { x.workspace, x.route_id });
                });

            migrationBuilder.CreateTable(
                name: "session",
                schema: "session",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    session_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    user_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    status = table.Column<string>(type: "text", nullable: false),
                    metadata = table.Column<string>(type: "json", nullable: true),
                    created_by = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status_commanded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    messages = table.Column<int>(type: "integer", nullable: false),
                    invocations = table.Column<int>(type: "integer", nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    last_agent_id = table.Column<string>(type: "text", nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_session", x => new { x.workspace, x.session_id });
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 80);

            migrationBuilder.CreateTable(
                name: "stuck",
                schema: "feed",
                columns: table => new
                {
                    delivery = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    event_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    agent_id = table.Column<string>(type: "text", nullable: false),
                    workspace = table.Column<string>(type: "text", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false, defaultValue: 1),
                    stuck_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    replay = table.Column<bool>(type: "boolean", nullable: false, defaultValue: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stuck", x => new { x.delivery, x.revision });
                });

            migrationBuilder.CreateTable(
                name: "registration",
                schema: "registry",
                columns: table => new
                {
                    agent_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    workspace = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_by = table.Column<string>(type: "text", nullable: true),
                    origin = table.Column<string>(type: "text", nullable: false),
                    restored_from = table.Column<int>(type: "integer", nullable: true),
                    changed = table.Column<string>(type: "text", nullable: false),
                    registration = table.Column<string>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_registration", x => new { x.agent_id, x.version });
                    table.ForeignKey(
                        name: "fk_registration_agent",
                        columns: x => new { x.workspace, x.agent_id },
                        principalSchema: "registry",
                        principalTable: "agent",
                        principalColumns: new[] { "workspace", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "invocation",
                schema: "session",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    session_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sequence = table.Column<int>(type: "integer", nullable: false),
                    invocation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    agent_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    query = table.Column<string>(type: "text", nullable: false),
                    response = table.Column<string>(type: "text", nullable: true),
                    success = table.Column<bool>(type: "boolean", nullable: false),
                    error = table.Column<string>(type: "text", nullable: true),
                    duration_ms = table.Column<long>(type: "bigint", nullable: true),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_invocation", x => new { x.workspace, x.session_id, x.sequence });
                    table.UniqueConstraint("uq_invocation_id", x => new { x.workspace, x.session_id, x.invocation_id });
                    table.ForeignKey(
                        name: "fk_invocation_session",
                        columns: x => new { x.workspace, x.session_id },
                        principalSchema: "session",
                        principalTable: "session",
                        principalColumns: new[] { "workspace", "session_id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "message",
                schema: "session",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    session_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sequence = table.Column<int>(type: "integer", nullable: false),
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false),
                    metadata = table.Column<string>(type: "json", nullable: true),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_message", x => new { x.workspace, x.session_id, x.sequence });
                    table.UniqueConstraint("uq_message_id", x => new { x.workspace, x.session_id, x.message_id });
                    table.ForeignKey(
                        name: "fk_message_session",
                        columns: x => new { x.workspace, x.session_id },
                        principalSchema: "session",
                        principalTable: "session",
                        principalColumns: new[] { "workspace", "session_id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "checkpoint",
                schema: "context",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    agent_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    checkpoint = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_checkpoint", x => new { x.workspace, x.agent_id, x.name, x.checkpoint });
                });

            migrationBuilder.CreateTable(
                name: "context",
                schema: "context",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    agent_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    current_version = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    versions = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    rollback_pointer = table.Column<int>(type: "integer", nullable: true),
                    rollback_state = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    revision = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_context", x => new { x.workspace, x.agent_id, x.name });
                    table.CheckConstraint("ck_context_rollback", "(rollback_pointer is null) = (rollback_state is null)");
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 80);

            migrationBuilder.CreateTable(
                name: "version",
                schema: "context",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    agent_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    change_description = table.Column<string>(type: "text", nullable: true),
                    created_by = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    rollback_pointer = table.Column<int>(type: "integer", nullable: true),
                    data = table.Column<string>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_version", x => new { x.workspace, x.agent_id, x.name, x.version });
                    table.UniqueConstraint("uq_version_message", x => new { x.workspace, x.agent_id, x.name, x.message_id });
                    table.ForeignKey(
                        name: "fk_version_context",
                        columns: x => new { x.workspace, x.agent_id, x.name },
                        principalSchema: "context",
                        principalTable: "context",
                        principalColumns: new[] { "workspace", "agent_id", "name" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "definition",
                schema: "registry",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    slug = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    current_version = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    enabled = table.Column<bool>(type: "boolean", nullable: false, defaultValue: false),
                    name = table.Column<string>(type: "text", nullable: false, defaultValue: ""),
                    type = table.Column<string>(type: "text", nullable: false, defaultValue: ""),
                    description = table.Column<string>(type: "text", nullable: true),
                    searched = table.Column<string>(type: "text", nullable: false, defaultValue: ""),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    revision = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_definition", x => new { x.workspace, x.slug });
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 80);

            migrationBuilder.CreateTable(
                name: "definition_version",
                schema: "registry",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    slug = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    change_description = table.Column<string>(type: "text", nullable: true),
                    created_by = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    restored_from = table.Column<int>(type: "integer", nullable: true),
                    content = table.Column<string>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_definition_version", x => new { x.workspace, x.slug, x.version });
                    table.UniqueConstraint("uq_definition_version_message", x => new { x.workspace, x.slug, x.message_id });
                    table.ForeignKey(
                        name: "fk_definition_version_definition",
                        columns: x => new { x.workspace, x.slug },
                        principalSchema: "registry",
                        principalTable: "definition",
                        principalColumns: new[] { "workspace", "slug" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "definition_label",
                schema: "registry",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    slug = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    label = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_definition_label", x => new { x.workspace, x.slug, x.label });
                    table.ForeignKey(
                        name: "fk_definition_label_definition",
                        columns: x => new { x.workspace, x.slug },
                        principalSchema: "registry",
                        principalTable: "definition",
                        principalColumns: new[] { "workspace", "slug" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_definition_label_version",
                        columns: x => new { x.workspace, x.slug, x.version },
                        principalSchema: "registry",
                        principalTable: "definition_version",
                        principalColumns: new[] { "workspace", "slug", "version" });
                });

            migrationBuilder.CreateTable(
                name: "instance",
                schema: "registry",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    slug = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    configuration = table.Column<string>(type: "json", nullable: false),
                    last_error = table.Column<string>(type: "text", nullable: true),
                    last_error_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_instance", x => new { x.workspace, x.id });
                    table.UniqueConstraint("uq_instance_id", x => x.id);
                    table.CheckConstraint("ck_instance_error", "(last_error is null) = (last_error_at is null)");
                    table.ForeignKey(
                        name: "fk_instance_agent",
                        columns: x => new { x.workspace, x.id },
                        principalSchema: "registry",
                        principalTable: "agent",
                        principalColumns: new[] { "workspace", "id" });
                    table.ForeignKey(
                        name: "fk_instance_version",
                        columns: x => new { x.workspace, x.slug, x.version },
                        principalSchema: "registry",
                        principalTable: "definition_version",
                        principalColumns: new[] { "workspace", "slug", "version" });
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 80);

            migrationBuilder.CreateIndex(
                name: "ix_checkpoint_version",
                schema: "context",
                table: "checkpoint",
                columns: new[] { "workspace", "agent_id", "name", "version" });

            migrationBuilder.CreateIndex(
                name: "ix_entry_recorded",
                schema: "feed",
                table: "entry",
                column: "recorded_at")
                .Annotation("Npgsql:IndexMethod", "brin");

            migrationBuilder.CreateIndex(
                name: "ix_evidence_agent",
                schema: "registry",
                table: "evidence",
                columns: new[] { "workspace", "agent_id", "revision" },
                descending: new[] { false, false, true });

            migrationBuilder.CreateIndex(
                name: "ix_evidence_recorded",
                schema: "registry",
                table: "evidence",
                column: "recorded_at");

            migrationBuilder.CreateIndex(
                name: "uq_evidence_revision",
                schema: "registry",
                table: "evidence",
                column: "revision",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_inbox_received",
                schema: "activity",
                table: "inbox",
                column: "received_at")
                .Annotation("Npgsql:IndexMethod", "brin")
                .Annotation("Npgsql:StorageParameter:autosummarize", true)
                .Annotation("Npgsql:StorageParameter:pages_per_range", 32);

            migrationBuilder.CreateIndex(
                name: "ix_instance_version",
                schema: "registry",
                table: "instance",
                columns: new[] { "workspace", "slug", "version" });

            migrationBuilder.CreateIndex(
                name: "ix_invocation_agent",
                schema: "session",
                table: "invocation",
                columns: new[] { "workspace", "agent_id", "session_id" });

            migrationBuilder.CreateIndex(
                name: "ix_route_decided",
                schema: "registry",
                table: "route",
                column: "decided_at");

            migrationBuilder.CreateIndex(
                name: "ix_session_created",
                schema: "session",
                table: "session",
                columns: new[] { "workspace", "created_at", "session_id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_session_ended",
                schema: "session",
                table: "session",
                column: "status_since",
                filter: "status <> 'active'");

            migrationBuilder.CreateIndex(
                name: "ix_session_idle",
                schema: "session",
                table: "session",
                column: "updated_at",
                filter: "status = 'active'");

            migrationBuilder.CreateIndex(
                name: "ix_session_user",
                schema: "session",
                table: "session",
                columns: new[] { "workspace", "user_id", "created_at", "session_id" },
                descending: new[] { false, false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_stuck_replay",
                schema: "feed",
                table: "stuck",
                columns: new[] { "delivery", "revision" },
                filter: "replay");

            migrationBuilder.AddForeignKey(
                name: "fk_checkpoint_context",
                schema: "context",
                table: "checkpoint",
                columns: new[] { "workspace", "agent_id", "name" },
                principalSchema: "context",
                principalTable: "context",
                principalColumns: new[] { "workspace", "agent_id", "name" },
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_checkpoint_version",
                schema: "context",
                table: "checkpoint",
                columns: new[] { "workspace", "agent_id", "name", "version" },
                principalSchema: "context",
                principalTable: "version",
                principalColumns: new[] { "workspace", "agent_id", "name", "version" });

            migrationBuilder.AddForeignKey(
                name: "fk_context_current",
                schema: "context",
                table: "context",
                columns: new[] { "workspace", "agent_id", "name", "current_version" },
                principalSchema: "context",
                principalTable: "version",
                principalColumns: new[] { "workspace", "agent_id", "name", "version" });

            migrationBuilder.AddForeignKey(
                name: "fk_context_rollback",
                schema: "context",
                table: "context",
                columns: new[] { "workspace", "agent_id", "name", "rollback_pointer" },
                principalSchema: "context",
                principalTable: "version",
                principalColumns: new[] { "workspace", "agent_id", "name", "version" });

            migrationBuilder.AddForeignKey(
                name: "fk_definition_current",
                schema: "registry",
                table: "definition",
                columns: new[] { "workspace", "slug", "current_version" },
                principalSchema: "registry",
                principalTable: "definition_version",
                principalColumns: new[] { "workspace", "slug", "version" });

            // What EF Core has no words for.
            migrationBuilder.Sql(EmbeddedText.Read("Migrations/Postgres/initial.sql"));
        }

        /// <summary>Nothing goes before the first migration: whoever wants an empty database makes one.</summary>
        protected override void Down(MigrationBuilder migrationBuilder) => throw new NotSupportedException("The first migration cannot be undone.");
    }
}
