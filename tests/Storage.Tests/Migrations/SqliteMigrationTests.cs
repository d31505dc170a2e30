using System.Text;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Migrations;
using AgentRegistry.Storage.Model;
using AgentRegistry.Storage.Sql;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Migrations;

public sealed class SqliteMigrationTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string FilePath => _folder.File("registry.db");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task New_or_empty_file_is_migrated(bool isThere)
    {
        if (isThere)
        {
            await File.WriteAllBytesAsync(FilePath, [], Token);
        }

        await WithStoreAsync(async store =>
        {
            await store.MigrateAsync(Token);
            await store.SaveAsync(Given.Record("a"));
            await store.PingAsync(Token);
        });
    }

    [Fact]
    public async Task Migrating_again_keeps_everything()
    {
        await WithStoreAsync(async store =>
        {
            await store.MigrateAsync(Token);
            await store.SaveAsync(Given.Record("a"));
            await store.MigrateAsync(Token);
            (await store.StatesAsync("a")).Count.ShouldBe(1);
        });

        await WithStoreAsync(async store =>
        {
            await store.MigrateAsync(Token);
            (await store.StatesAsync("a")).Count.ShouldBe(1);
        });
    }

    [Fact]
    public async Task File_of_a_newer_version_is_refused_unchanged()
    {
        await WithStoreAsync(async store =>
        {
            await store.MigrateAsync(Token);
            await store.SaveAsync(Given.Record("a"));
        });
        await RunAsync("insert into __EFMigrationsHistory values ('99990101000000_Later', '99.0')");
        var before = await File.ReadAllBytesAsync(FilePath, Token);

        await WithStoreAsync(async store => (await Should.ThrowAsync<SchemaTooNewException>(() => store.MigrateAsync(Token))).Message.ShouldContain("99990101000000_Later"));

        (await File.ReadAllBytesAsync(FilePath, Token)).SequenceEqual(before).ShouldBeTrue();
    }

    [Fact]
    public async Task File_of_version_0_1_is_refused_with_what_to_do()
    {
        await RunAsync("create table agent (id text); pragma user_version = 13");

        await WithStoreAsync(async store => (await Should.ThrowAsync<SchemaTooOldException>(() => store.MigrateAsync(Token))).Message.ShouldContain("--data"));
    }

    [Fact]
    public async Task Two_processes_that_start_at_once_on_a_new_file_both_find_it_migrated()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => WithStoreAsync(async store =>
        {
            await store.MigrateAsync(Token);
            await store.PingAsync(Token);
        }), Token)));
    }

    [Fact]
    public void Script_for_new_files_is_what_the_migrations_come_to()
    {
        EmbeddedText.Read(SqliteMigrations.NewFile).ReplaceLineEndings().ShouldBe(SqliteMigrations.ScriptAfter(null).ReplaceLineEndings(), "Run eng/migrations.sh.");
    }

    [Fact]
    public void Last_migration_is_the_one_that_starts_compare_with_and_the_model_is_that_of_the_migrations()
    {
        using var context = new SqliteDbContext(SqliteDbContext.For(null));
        context.Database.GetMigrations().Last().ShouldBe(SqliteMigrations.Last);
        context.Database.HasPendingModelChanges().ShouldBeFalse("Run eng/migrations.sh with a name for the change.");
    }

    [Fact]
    public async Task File_that_is_not_a_database_is_refused_unchanged()
    {
        var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("This is somebody's diary.\n", 500)));
        await File.WriteAllBytesAsync(FilePath, content, Token);

        await ShouldBeRefusedAsync();

        (await File.ReadAllBytesAsync(FilePath, Token)).SequenceEqual(content).ShouldBeTrue();
    }

    [Fact]
    public async Task Large_file_that_is_not_a_database_is_refused()
    {
        await using (var file = File.Create(FilePath))
        {
            await file.WriteAsync("This is somebody's diary.\n"u8.ToArray(), Token);
            file.SetLength(300L << 20);
        }

        await ShouldBeRefusedAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(4_096)]
    [InlineData(20_000)]
    public async Task Damaged_database_is_refused_unchanged(int damagedFrom)
    {
        await WithStoreAsync(async store =>
        {
            await store.MigrateAsync(Token);
            await store.SaveAsync([.. Enumerable.Range(0, 200).Select(i => Given.Record($"agent-{i}"))]);
        });
        var content = await File.ReadAllBytesAsync(FilePath, Token);
        content.AsSpan(damagedFrom, Math.Min(6_000, content.Length - damagedFrom)).Fill(0xA5);
        await File.WriteAllBytesAsync(FilePath, content, Token);

        await ShouldBeRefusedAsync();

        (await File.ReadAllBytesAsync(FilePath, Token)).SequenceEqual(content).ShouldBeTrue();
    }

    [Fact]
    public async Task Damaged_database_of_a_killed_process_keeps_its_log()
    {
        // A copy taken while the store runs is what a kill leaves: the last commits are in the write-ahead log alone.
        byte[] content = [], log = [];
        await WithStoreAsync(async store =>
        {
            await store.MigrateAsync(Token);
            await store.SaveAsync([.. Enumerable.Range(0, 200).Select(i => Given.Record($"agent-{i}"))]);
            await RunAsync("pragma wal_checkpoint(truncate)", clear: false);
            await store.AppendAsync("agent-1");
            content = await ReadSharedAsync(FilePath);
            log = await ReadSharedAsync(FilePath + "-wal");
        });
        log.ShouldNotBeEmpty();
        content.AsSpan(20_000, 6_000).Fill(0xA5);
        await File.WriteAllBytesAsync(FilePath, content, Token);
        await File.WriteAllBytesAsync(FilePath + "-wal", log, Token);

        await ShouldBeRefusedAsync();

        (await File.ReadAllBytesAsync(FilePath, Token)).SequenceEqual(content).ShouldBeTrue("the file");
        File.Exists(FilePath + "-wal").ShouldBeTrue();
        (await File.ReadAllBytesAsync(FilePath + "-wal", Token)).SequenceEqual(log).ShouldBeTrue("the log");
    }

    [Fact]
    public async Task Commits_of_a_killed_process_are_recovered()
    {
        byte[] content = [], log = [];
        await WithStoreAsync(async store =>
        {
            await store.MigrateAsync(Token);
            await store.SaveAsync(Given.Record("a"));
            content = await ReadSharedAsync(FilePath);
            log = await ReadSharedAsync(FilePath + "-wal");
        });
        await File.WriteAllBytesAsync(FilePath, content, Token);
        await File.WriteAllBytesAsync(FilePath + "-wal", log, Token);

        await WithStoreAsync(async store =>
        {
            await store.MigrateAsync(Token);
            (await store.StatesAsync("a")).Count.ShouldBe(1);
        });
    }

    public void Dispose() => _folder.Dispose();

    private Task ShouldBeRefusedAsync() => WithStoreAsync(async store =>
        (await Should.ThrowAsync<DamagedDatabaseException>(() => store.MigrateAsync(Token))).Message.ShouldContain(FilePath));

    private async Task WithStoreAsync(Func<SqliteStore, Task> work)
    {
        await using var database = new SqliteDatabase(FilePath);
        await work(new SqliteStore(database, new FeedSignal(TimeProvider.System), TimeProvider.System));
    }

    private async Task RunAsync(string sql, bool clear = true)
    {
        var database = new SqliteDatabase(FilePath);
        await using (var connection = database.OpenReader())
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(Token);
        }

        if (clear)
        {
            await database.DisposeAsync();
        }
    }

    private static async Task<byte[]> ReadSharedAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, Token);
        return bytes;
    }
}
