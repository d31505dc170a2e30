using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;

namespace AgentRegistry.Storage.Routes;

internal sealed class SqliteRouteTable(SqliteDatabase database) : IRouteTable
{
    public async Task AddAsync(IReadOnlyCollection<RouteDecision> decisions, CancellationToken cancellationToken)
    {
        var connection = await database.TakeTurnAsync(cancellationToken);
        try
        {
            using var transaction = new SqliteWriteTransaction(connection);
            using var command = connection.Statement("Routes/Sqlite/add.sql");
            foreach (var decision in decisions)
            {
                command.With("$workspace", decision.Workspace)
                    .With("$route_id", decision.RouteId)
                    .With("$decided_at", decision.DecidedAt)
                    .With("$decision", JsonSerializer.Serialize(decision, WireJson.Options))
                    .ExecuteNonQuery();
            }

            transaction.Commit();
        }
        finally
        {
            database.EndTurn();
        }
    }

    public Task<RouteDecision?> FindAsync(string workspace, Guid routeId, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        return Task.FromResult(connection
            .Sql("select decision from route where workspace = $workspace and route_id = $route_id")
            .With("$workspace", workspace).With("$route_id", routeId)
            .Read(row => JsonSerializer.Deserialize<RouteDecision>(row.GetString(0), WireJson.Options))
            .SingleOrDefault());
    }
}
