using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Migrations;
using AgentRegistry.Storage.Model;
using AgentRegistry.Storage.Sql;
using AgentRegistry.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Migrations;

public sealed class PostgresMigrationTests : IAsyncLifetime
{
    private PostgresDatabase? _database;
    private NpgsqlDataSource? _source;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PostgresDatabase Database => _database!;

    private NpgsqlDataSource Source => _source!;

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresDatabase.CreateAsync();
        _source = PostgresSource.Create(_database.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await Database.DisposeAsync();
    }

    [Fact]
    public async Task Eight_processes_that_start_at_once_run_each_migration_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            // A source of its own, as a process has.
            await using var source = PostgresSource.Create(Database.ConnectionString);
            await Store(source).MigrateAsync(Token);
        }, Token)));

        (await Database.AskAsync<long>("select count(*) from public.\"__EFMigrationsHistory\"")).ShouldBe(1);
        await Store(Source).PingAsync(Token);
    }

    [Fact]
    public async Task Migrating_again_keeps_everything_and_gives_its_lock_back()
    {
        var store = Store(Source);
        await store.MigrateAsync(Token);
        await store.SaveAsync(Given.Record("a"));

        await store.MigrateAsync(Token);

        (await store.StatesAsync("a")).Count.ShouldBe(1);
        (await Database.AskAsync<long>("select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"))
            .ShouldBe(0);
    }

    [Fact]
    public async Task Tables_of_a_newer_version_are_refused()
    {
        var store = Store(Source);
        await store.MigrateAsync(Token);
        await Database.AskAsync<int>("insert into public.\"__EFMigrationsHistory\" values ('99990101000000_Later', '99.0') returning 1");

        (await Should.ThrowAsync<SchemaTooNewException>(() => store.MigrateAsync(Token))).Message.ShouldContain("9999");
    }

    [Fact]
    public async Task Missing_server_is_unavailable_and_an_invalid_value_is_a_bad_row()
    {
        await using var nobody = PostgresSource.Create(new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Port = 1 }.ConnectionString);
        var away = await Should.ThrowAsync<Exception>(() => Store(nobody).PingAsync(Token));
        (StoreFaults.IsUnavailable(away), StoreFaults.IsBadRow(away)).ShouldBe((true, false));

        await using var slow = PostgresSource.Create(new NpgsqlConnectionStringBuilder(Database.ConnectionString) { CommandTimeout = 1 }.ConnectionString);
        var late = await Should.ThrowAsync<Exception>(async () => await slow.CreateCommand("select pg_sleep(20)").ExecuteNonQueryAsync(Token));
        (StoreFaults.IsUnavailable(late), StoreFaults.IsBadRow(late)).ShouldBe((true, false));

        foreach (var sql in new[] { "select 'x'::int", "select jsonb '\"\\u0000\"'", "insert into feed.head (singleton, revision) values (true, 1)" })
        {
            await Store(Source).MigrateAsync(Token);
            var bad = await Should.ThrowAsync<PostgresException>(() => Database.AskAsync<object>(sql));
            (StoreFaults.IsUnavailable(bad), StoreFaults.IsBadRow(bad)).ShouldBe((false, true), sql);
        }
    }

    [Fact]
    public async Task Tables_of_version_0_1_are_refused_with_what_to_do()
    {
        await Database.RunAsync("create table public.agent_registry_migration (number integer primary key)");

        (await Should.ThrowAsync<SchemaTooOldException>(() => Store(Source).MigrateAsync(Token))).Message.ShouldContain("ConnectionStrings:Postgres");
    }

    [Fact]
    public void Last_migration_is_the_one_that_starts_compare_with_and_the_model_is_that_of_the_migrations()
    {
        using var context = new PostgresDbContext(PostgresDbContext.For(null));
        context.Database.GetMigrations().Last().ShouldBe(PostgresMigrations.Last);
        context.Database.HasPendingModelChanges().ShouldBeFalse("Run eng/migrations.sh with a name for the change.");
    }

    private static PostgresStore Store(NpgsqlDataSource source) => new(source, new FeedSignal(TimeProvider.System), TimeProvider.System);
}
