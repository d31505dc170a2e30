using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage.Registrations;

internal sealed class SqliteRegistrationReader(SqliteDatabase database) : IRegistrationReader
{
    public Task<RegistrationDetails?> FindAsync(string? workspace, string agentId, int? version, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        return Task.FromResult(connection.Statement("Registrations/Sqlite/find.sql").With("$workspace", workspace).With("$agent_id", agentId).With("$version", version)
            .Read(row => RegistrationRows.Details(agentId, row.GetInt32(0), Version(row, 1), row.GetString(7)))
            .SingleOrDefault());
    }

    public Task<RegistrationVersionPage?> ListAsync(string? workspace, string agentId, int? before, int limit, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        var rows = connection.Statement("Registrations/Sqlite/page.sql")
            .With("$workspace", workspace)
            .With("$agent_id", agentId)
            .With("$before", before ?? int.MaxValue)
            .With("$limit", limit + 1)
            .Read(row => (Current: row.GetInt32(0), Total: row.GetInt32(1), Version: row.IsDBNull(2) ? null : Version(row, 2)));
        return Task.FromResult(rows is [var first, ..]
            ? RegistrationRows.Page(agentId, first.Current, first.Total, [.. rows.Select(row => row.Version).OfType<RegistrationVersion>()], limit)
            : null);
    }

    private static RegistrationVersion Version(SqliteDataReader row, int first) => new()
    {
        Version = row.GetInt32(first),
        ChangedAt = row.Time(first + 1).GetValueOrDefault(),
        ChangedBy = row.Text(first + 2),
        Origin = WireWords<RegistrationOrigin>.Read(row.GetString(first + 3)),
        RestoredFrom = row.Whole(first + 4),
        Changed = row.GetString(first + 5).Split(' ', StringSplitOptions.RemoveEmptyEntries),
    };
}
