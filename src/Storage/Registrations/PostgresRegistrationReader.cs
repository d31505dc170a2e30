using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Registrations;

internal sealed class PostgresRegistrationReader(NpgsqlDataSource source) : IRegistrationReader
{
    public async Task<RegistrationDetails?> FindAsync(string? workspace, string agentId, int? version, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var found = await connection.Statement("Registrations/Postgres/find.sql").With(workspace, NpgsqlDbType.Text).With(agentId).With(version, NpgsqlDbType.Integer).ReadAsync(
            row => RegistrationRows.Details(agentId, row.GetInt32(0), Version(row, 1), row.GetString(7)), cancellationToken);
        return found.SingleOrDefault();
    }

    public async Task<RegistrationVersionPage?> ListAsync(string? workspace, string agentId, int? before, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var rows = await connection.Statement("Registrations/Postgres/page.sql")
            .With(workspace, NpgsqlDbType.Text)
            .With(agentId)
            .With(before ?? int.MaxValue, NpgsqlDbType.Integer)
            .With(limit + 1, NpgsqlDbType.Integer)
            .ReadAsync(row => (Current: row.GetInt32(0), Total: row.GetInt32(1), Version: row.IsDBNull(2) ? null : Version(row, 2)), cancellationToken);
        return rows is [var first, ..]
            ? RegistrationRows.Page(agentId, first.Current, first.Total, [.. rows.Select(row => row.Version).OfType<RegistrationVersion>()], limit)
            : null;
    }

    private static RegistrationVersion Version(NpgsqlDataReader row, int first) => new()
    {
        Version = row.GetInt32(first),
        ChangedAt = row.GetFieldValue<DateTimeOffset>(first + 1),
        ChangedBy = row.Nullable<string>(first + 2),
        Origin = WireWords<RegistrationOrigin>.Read(row.GetString(first + 3)),
        RestoredFrom = row.Nullable<int?>(first + 4),
        Changed = row.GetString(first + 5).Split(' ', StringSplitOptions.RemoveEmptyEntries),
    };
}
