using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Memory;
using AgentRegistry.Storage.Postgres;
using AgentRegistry.Storage.Presence;
using AgentRegistry.Storage.Recent;
using AgentRegistry.Storage.Redis;
using AgentRegistry.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AgentRegistry.Storage;

/// <summary>Chooses the stores by configuration alone: PostgreSQL and Redis where a connection string is set, else a SQLite file and this process.</summary>
public static class StorageModule
{
    public const string PostgresKey = "Postgres";
    public const string RedisKey = "Redis";

    /// <summary>The key of the folder of the embedded default.</summary>
    public const string DataFolderKey = "Data:Folder";

    public const string DefaultDataFolder = "data";

    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<FeedSignal>();
        AddTables(services, configuration);
        AddPresence(services, configuration);
        services.AddSingleton<FeedFollower>();
        services.AddHostedService(provider => provider.GetRequiredService<FeedFollower>());
        services.AddStorageChecks();
        return services;
    }

    private static void AddTables(IServiceCollection services, IConfiguration configuration)
    {
        if (configuration.GetConnectionString(PostgresKey) is { Length: > 0 } postgres)
        {
            services.AddSingleton(_ => PostgresSource.Create(postgres));
            services.AddSingleton<IRegistryStore, PostgresStore>();
            services.AddHostedService<PostgresFeedListener>();
        }
        else
        {
            services.AddSingleton(_ => new SqliteDatabase(Path.Combine(DataFolder(configuration), "registry.db")));
            services.AddSingleton<IRegistryStore, SqliteStore>();
            services.AddSingleton<IMemoryStore, SqliteMemory>();
        }
    }

    private static void AddPresence(IServiceCollection services, IConfiguration configuration)
    {
        if (configuration.GetConnectionString(RedisKey) is { Length: > 0 } redis)
        {
            services.AddSingleton(_ => new RedisConnection(redis));
            services.AddSingleton<IPresence, RedisPresence>();
            services.AddSingleton<IRecentActivities, RedisRecentActivities>();
        }
        else
        {
            services.AddSingleton<IPresence, InProcessPresence>();
            services.AddSingleton<IRecentActivities, NoRecentActivities>();
        }
    }

    private static string DataFolder(IConfiguration configuration) => configuration[DataFolderKey] ?? DefaultDataFolder;
}
