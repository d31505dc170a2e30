using AgentRegistry.Contracts;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Following;
using AgentRegistry.Storage.Notices;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Notices;

/// <summary>What notices do, whichever side they are on.</summary>
public abstract class NoticeSpecification(TestTables tables)
{
    private IRegistryStore Store => tables.Store;

    private NoticeBoard Board => new(Store, TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Notice_change_is_written_once_to_the_tables_and_the_feed()
    {
        var start = await Store.Feed.HeadAsync(Token);

        // Nobody has said anything yet: the usual state is no news.
        await Board.ShowAsync(NoticeTopic.Evictions, "running", "", isUsual: true, Token);
        (await Store.Notices.ReadAsync(Token)).ShouldBeEmpty();

        await Board.ShowAsync(NoticeTopic.Evictions, "paused", "the bus is away", isUsual: false, Token);
        await Board.ShowAsync(NoticeTopic.Evictions, "paused", "another worker says so too", isUsual: false, Token);
        await Board.ShowAsync(NoticeTopic.MemoryServer, "open", "3 failures", isUsual: false, Token);
        await Board.ShowAsync(NoticeTopic.Evictions, "running", "", isUsual: true, Token);

        (await Store.Notices.ReadAsync(Token)).Select(notice => (notice.Topic, notice.State, notice.Reason)).ShouldBe(
            [(NoticeTopic.Evictions, "running", ""), (NoticeTopic.MemoryServer, "open", "3 failures")]);
        var entries = await Store.Feed.ReadAsync(start, 10, Token);
        entries.ShouldAllBe(entry => entry.Kind == FeedKind.RegistryNotice);
        var told = entries.Select(entry => entry.Read<RegistryNotice>()).ToList();
        told.Select(notice => (notice.Topic, notice.State)).ShouldBe(
            [(NoticeTopic.Evictions, "paused"), (NoticeTopic.MemoryServer, "open"), (NoticeTopic.Evictions, "running")]);
        told.Select(notice => notice.Revision).ShouldBe(entries.Select(entry => entry.Revision));
        told[0].Reason.ShouldBe("the bus is away");
        told[0].Source.ShouldEndWith($":{Environment.ProcessId}");
    }
}

public sealed class PostgresNotices(PostgresTables tables) : NoticeSpecification(tables), IClassFixture<PostgresTables>;

public sealed class SqliteNotices(SqliteTables tables) : NoticeSpecification(tables), IClassFixture<SqliteTables>;
