using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;
using Shouldly;
using SQLitePCL;
using Xunit;

namespace AgentRegistry.Storage.Tests.Sqlite;

public sealed class SqliteWriteTransactionTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commit_rolled_back_by_SQLite_reports_its_reason_and_the_next_succeeds()
    {
        await using var database = new SqliteDatabase(_folder.File("registry.db"));
        var store = new SqliteStore(database, new FeedSignal(TimeProvider.System), TimeProvider.System);
        await store.MigrateAsync(Token);

        // As on a full disk: the commit fails, and the transaction is over with it.
        await OnWriterAsync(writer => raw.sqlite3_commit_hook(writer.Handle, _ => 1, null));
        (await Should.ThrowAsync<SqliteException>(() => store.SaveAsync(Given.Record("a")))).SqliteErrorCode.ShouldBe(raw.SQLITE_CONSTRAINT);
        await OnWriterAsync(writer => raw.sqlite3_commit_hook(writer.Handle, null, null));

        await store.SaveAsync(Given.Record("b"));

        (await store.StatesAsync("a", "b")).Keys.ShouldBe(["b"]);

        async Task OnWriterAsync(Action<SqliteConnection> work)
        {
            work(await database.TakeTurnAsync(Token));
            database.EndTurn();
        }
    }

    public void Dispose() => _folder.Dispose();
}
