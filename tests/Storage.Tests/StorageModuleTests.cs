using AgentRegistry.Storage.Memory;
using AgentRegistry.Storage.Postgres;
using AgentRegistry.Storage.Presence;
using AgentRegistry.Storage.Recent;
using AgentRegistry.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests;

public class StorageModuleTests
{
    [Fact]
    public async Task Without_connection_strings_everything_is_embedded()
    {
        await using var services = With();

        services.GetRequiredService<IRegistryStore>().ShouldBeOfType<SqliteStore>();
        services.GetRequiredService<IPresence>().ShouldBeOfType<InProcessPresence>();
        services.GetRequiredService<IRecentActivities>().ShouldBeOfType<NoRecentActivities>();
        services.GetRequiredService<IMemoryStore>().ShouldBeOfType<SqliteMemory>();
    }

    [Fact]
    public async Task Each_server_is_used_where_its_connection_string_is_set()
    {
        await using var services = With(("ConnectionStrings:Postgres", "Host=127.0.0.1"), ("ConnectionStrings:Redis", "127.0.0.1"));

        services.GetRequiredService<IRegistryStore>().ShouldBeOfType<PostgresStore>();
        services.GetRequiredService<IPresence>().ShouldBeOfType<RedisPresence>();
        services.GetRequiredService<IRecentActivities>().ShouldBeOfType<RedisRecentActivities>();
        services.GetRequiredService<IMemoryStore>().ShouldBeOfType<PostgresMemory>();
    }

    [Fact]
    public async Task The_file_lies_in_the_data_folder_that_is_configured()
    {
        await using var services = With(("Data:Folder", "/somewhere"));

        services.GetRequiredService<SqliteDatabase>().File.ShouldBe("/somewhere/registry.db");
    }

    private static ServiceProvider With(params (string Key, string Value)[] settings) => new ServiceCollection()
        .AddLogging()
        .AddSingleton(TimeProvider.System)
        .AddStorage(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value)).Build())
        .BuildServiceProvider();
}
