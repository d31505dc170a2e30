using AgentRegistry.Contracts;
using AgentRegistry.Storage.Retention;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Routes;

/// <summary>Decisions that are kept, whichever side they are on.</summary>
public abstract class RoutesSpecification(TestTables tables)
{
    private IRegistryStore Store => tables.Store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Route_is_found_by_its_own_workspace_only()
    {
        var decision = Decision("acme");
        await Store.Routes.AddAsync([decision, Decision("acme")], Token);
        await Store.Routes.AddAsync([decision], Token);

        var found = (await Store.Routes.FindAsync("acme", decision.RouteId, Token))!;

        (found.Query, found.SessionId, found.DecidedAt, found.FollowsUp).ShouldBe((decision.Query, "s-1", Given.Now, true));
        found.Candidates.Single().Reasons.ShouldBe(["'writes', \"测试\" \u0001"]);
        found.Rejected.Single().Reason.ShouldBe("it is draining");
        (await Store.Routes.FindAsync("other", decision.RouteId, Token)).ShouldBeNull();
        (await Store.Routes.FindAsync("acme", Guid.NewGuid(), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Old_route_is_deleted()
    {
        var (old, fresh) = (Decision("acme") with { DecidedAt = Given.Now.AddYears(-20) }, Decision("acme"));
        await Store.Routes.AddAsync([old, fresh], Token);

        (await Store.Retention.DeleteAsync(RetainedTable.Routes, Given.Now.AddYears(-10), 10, Token)).ShouldBe(1);
        (await Store.Routes.FindAsync("acme", old.RouteId, Token)).ShouldBeNull();
        (await Store.Routes.FindAsync("acme", fresh.RouteId, Token)).ShouldNotBeNull();
    }

    private static RouteDecision Decision(string workspace) => new()
    {
        RouteId = Guid.CreateVersion7(),
        Workspace = workspace,
        SessionId = "s-1",
        DecidedAt = Given.Now,
        Query = "write 测试 '🎫' \u0000",
        FollowsUp = true,
        Fits = true,
        Candidates = [new RouteCandidate { AgentId = "a", Reasons = ["'writes', \"测试\" \u0001"] }],
        Rejected = [new RejectedCandidate { AgentId = "b", Reason = "it is draining" }],
    };
}

public sealed class RoutesInPostgres(PostgresTables tables) : RoutesSpecification(tables), IClassFixture<PostgresTables>;

public sealed class RoutesInSqlite(SqliteTables tables) : RoutesSpecification(tables), IClassFixture<SqliteTables>;
