using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Routes;

internal sealed class PostgresRouteTable(NpgsqlDataSource source) : IRouteTable
{
    public async Task AddAsync(IReadOnlyCollection<RouteDecision> decisions, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await connection.Statement("Routes/Postgres/add.sql")
            .Texts(decisions, decision => decision.Workspace)
            .Column(decisions, NpgsqlDbType.Uuid, decision => decision.RouteId)
            .Times(decisions, decision => decision.DecidedAt)
            .Column(decisions, NpgsqlDbType.Json, decision => JsonSerializer.Serialize(decision, WireJson.Options))
            .RunAsync(cancellationToken);
    }

    public async Task<RouteDecision?> FindAsync(string workspace, Guid routeId, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var rows = await connection.Statement("Routes/Postgres/find.sql").With(workspace).With(routeId, NpgsqlDbType.Uuid)
            .ReadAsync(row => JsonSerializer.Deserialize<RouteDecision>(row.GetString(0), WireJson.Options), cancellationToken);
        return rows.SingleOrDefault();
    }
}
