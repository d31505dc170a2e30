using AgentRegistry.Storage.Evidence;
using AgentRegistry.Storage.Retention;
using AgentRegistry.Storage.Sessions;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Evidence;

/// <summary>What agents answered well, whichever side it is on.</summary>
public abstract class EvidenceSpecification(TestTables tables)
{
    private readonly string _workspace = $"workspace-{Guid.NewGuid():N}";
    private static long _revision = TimeProvider.System.GetUtcNow().Ticks;

    private IRegistryStore Store => tables.Store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Evidence_is_read_by_revision_in_pages()
    {
        var answers = Enumerable.Range(0, 5).Select(i => Answer($"agent-{i}", "s", $"query {i} 测试 🎫\n'\"")).ToList();
        var before = answers[0].Revision - 1;
        await AddAsync(100, [.. answers.Reverse<SuccessfulAnswer>()]);

        var first = await ReadAsync(before, answers[^1].Revision, 3);
        first.ShouldBe(answers.Take(3).Select(Expected));
        (await ReadAsync(first[^1].Revision, answers[^1].Revision, 3)).ShouldBe(answers.Skip(3).Select(Expected));
        (await ReadAsync(before, answers[1].Revision, 100)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Evidence_limit_keeps_the_newest_of_each_agent()
    {
        var answers = Enumerable.Range(0, 6).Select(i => Answer(i == 0 ? "other" : "agent", "s", $"query {i}")).ToList();
        await AddAsync(2, [.. answers.Take(4)]);
        await AddAsync(2, [.. answers.Skip(4)]);

        (await ReadAsync(answers[0].Revision - 1, answers[^1].Revision, 100)).Select(one => one.Query).ShouldBe(["query 0", "query 4", "query 5"]);
    }

    [Fact]
    public async Task An_invocation_counts_once()
    {
        var answer = Answer("agent", "s", "first");
        await AddAsync(100, answer);
        var again = answer with { Query = "second", Revision = Next() };
        await AddAsync(100, again);

        (await ReadAsync(answer.Revision - 1, again.Revision, 100)).ShouldBe([Expected(answer)]);
    }

    [Fact]
    public async Task Evidence_of_a_session_is_deleted_with_it()
    {
        var (kept, dropped) = (Answer("agent", "kept", "kept"), Answer("agent", "dropped", "dropped"));
        var elsewhere = Answer("agent", "dropped", "elsewhere") with { Session = new SessionKey(_workspace + "-2", "dropped") };
        await AddAsync(100, kept, dropped, elsewhere);
        await Store.CommitAsync(transaction => transaction.Evidence.ForgetAsync([dropped.Session], Token));

        (await ReadAsync(kept.Revision - 1, elsewhere.Revision, 100)).Select(one => one.Query).ShouldBe(["kept", "elsewhere"]);
    }

    [Fact]
    public async Task Old_evidence_is_deleted()
    {
        var (old, fresh) = (Answer("agent", "s", "old") with { RecordedAt = Given.Now.AddYears(-20) }, Answer("agent", "s", "fresh"));
        await AddAsync(100, old, fresh);

        (await Store.Retention.DeleteAsync(RetainedTable.Evidence, Given.Now.AddYears(-10), 10, Token)).ShouldBe(1);
        (await ReadAsync(old.Revision - 1, fresh.Revision, 100)).Select(one => one.Query).ShouldBe(["fresh"]);
    }

    private static long Next() => Interlocked.Increment(ref _revision);

    private static EvidenceRow Expected(SuccessfulAnswer answer) =>
        new(answer.AgentId, answer.Session.Workspace, answer.Query, answer.RecordedAt, answer.Revision);

    private SuccessfulAnswer Answer(string agent, string session, string query) =>
        new(new SessionKey(_workspace, session), Guid.NewGuid(), agent, query, Given.Now, Next());

    private Task AddAsync(int most, params SuccessfulAnswer[] answers) =>
        Store.CommitAsync(transaction => transaction.Evidence.AddAsync(answers, most, Token));

    /// <summary>Revisions are of the whole database: those of other tests are passed over.</summary>
    private async Task<IReadOnlyList<EvidenceRow>> ReadAsync(long after, long upTo, int most) =>
        [.. (await Store.Evidence.ReadAsync(after, upTo, most, Token)).Where(one => one.Workspace.StartsWith(_workspace, StringComparison.Ordinal))];
}

public sealed class EvidenceInPostgres(PostgresTables tables) : EvidenceSpecification(tables), IClassFixture<PostgresTables>;

public sealed class EvidenceInSqlite(SqliteTables tables) : EvidenceSpecification(tables), IClassFixture<SqliteTables>;
