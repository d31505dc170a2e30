using AgentRegistry.Storage.Memory;
using AgentRegistry.Storage.Presence;
using AgentRegistry.Storage.Recent;
using AgentRegistry.Storage.Sql;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests;

public class StorageModuleTests
{
    [Fact]
    public async Task Without_connection_strings_all_stores_are_embedded()
    {
        await using var services = With();

        services.GetRequiredService<IRegistryStore>().ShouldBeOfType<SqliteStore>();
        services.GetRequiredService<IPresence>().ShouldBeOfType<InProcessPresence>();
        services.GetRequiredService<IRecentActivities>().ShouldBeOfType<NoRecentActivities>();
        services.GetRequiredService<IMemoryStore>().ShouldBeOfType<SqliteMemory>();
    }

    [Fact]
    public async Task Each_connection_string_selects_its_server()
    {
        await using var services = With(("ConnectionStrings:Postgres", "Host=127.0.0.1"), ("ConnectionStrings:Redis", "127.0.0.1"));

        services.GetRequiredService<IRegistryStore>().ShouldBeOfType<PostgresStore>();
        services.GetRequiredService<IPresence>().ShouldBeOfType<RedisPresence>();
        services.GetRequiredService<IRecentActivities>().ShouldBeOfType<RedisRecentActivities>();
        services.GetRequiredService<IMemoryStore>().ShouldBeOfType<PostgresMemory>();
    }

    [Fact]
    public async Task Database_file_is_in_the_configured_data_folder()
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
