using AgentRegistry.Storage.Activities;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Migrations;
using AgentRegistry.Storage.Postgres;
using AgentRegistry.Testing;
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

        (await Database.AskAsync<long>("select count(*) from public.agent_registry_migration")).ShouldBe(Migration.After(0, "Migrations/Postgres/").Count);
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
    public async Task Tables_of_a_newer_version_are_refused_and_the_lock_is_given_back()
    {
        var store = Store(Source);
        await store.MigrateAsync(Token);
        await Database.AskAsync<int>("insert into public.agent_registry_migration (number, name) values (9999, '9999_later') returning number");

        (await Should.ThrowAsync<SchemaTooNewException>(() => store.MigrateAsync(Token))).Message.ShouldContain("9999");

        (await Database.AskAsync<bool>("select pg_try_advisory_lock(x) and pg_advisory_unlock(x) from (values (418347378023)) as key (x)")).ShouldBeTrue();
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
    public async Task Durations_that_had_a_row_for_each_bucket_are_kept_with_the_metrics()
    {
        const int Packed = 16;
        await Database.RunAsync("create table public.agent_registry_migration (number integer primary key, name text not null, run_at timestamptz not null default now())");
        foreach (var migration in Migration.After(0, "Migrations/Postgres/").TakeWhile(migration => migration.Number < Packed))
        {
            await Database.RunAsync(migration.Sql);
            await Database.RunAsync($"insert into public.agent_registry_migration (number, name) values ({migration.Number}, '{migration.Name}')");
        }

        await Database.RunAsync("insert into activity.metrics (agent_id, duration_count) values ('few', 3), ('many', 300), ('none', 0)");
        await Database.RunAsync("insert into activity.duration_bucket (agent_id, bucket, count) values ('few', 0, 1), ('few', 279, 2)");
        await Database.RunAsync("insert into activity.duration_bucket (agent_id, bucket, count) select 'many', bucket, 7::bigint << (bucket % 55) from generate_series(0, 279) as bucket");
        await Store(Source).MigrateAsync(Token);

        (await PackedAsync("few")).ShouldBe([(0, 1), (279, 2)]);
        (await PackedAsync("many")).ShouldBe(Enumerable.Range(0, 280).Select(bucket => (bucket, 7L << (bucket % 55))));
        (await PackedAsync("none")).ShouldBeEmpty();

        async Task<List<(int, long)>> PackedAsync(string id) =>
            PackedDurations.Read(await Database.AskAsync<byte[]>($"select durations from activity.metrics where agent_id = '{id}'"));
    }

    private static PostgresStore Store(NpgsqlDataSource source) => new(source, new FeedSignal(TimeProvider.System), TimeProvider.System);
}
