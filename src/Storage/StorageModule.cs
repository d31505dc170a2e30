using AgentRegistry.Storage.Contexts;
using AgentRegistry.Storage.Definitions;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Following;
using AgentRegistry.Storage.Instances;
using AgentRegistry.Storage.Memory;
using AgentRegistry.Storage.Notices;
using AgentRegistry.Storage.Presence;
using AgentRegistry.Storage.Queries;
using AgentRegistry.Storage.Recent;
using AgentRegistry.Storage.Redis;
using AgentRegistry.Storage.Registrations;
using AgentRegistry.Storage.Sessions;
using AgentRegistry.Storage.Sql;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

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
        services.AddSingleton<SessionQueries>();
        services.AddSingleton<ContextQueries>();
        services.AddSingleton<DefinitionQueries>();
        services.AddSingleton<InstanceQueries>();
        services.AddSingleton<RegistrationVersionQueries>();
        services.AddSingleton<NoticeBoard>();
        services.AddSingleton<FeedFollower>();
        services.AddHostedService(provider => provider.GetRequiredService<FeedFollower>());
        services.AddStorageChecks();
        return services;
    }

    private static void AddTables(IServiceCollection services, IConfiguration configuration)
    {
        if (configuration.GetConnectionString(PostgresKey) is { Length: > 0 } postgres)
        {
            var source = Readable(PostgresKey, () => PostgresSource.Create(postgres));
            services.AddSingleton(_ => source);
            services.AddSingleton<IRegistryStore, PostgresStore>();
            services.AddSingleton<IMemoryStore, PostgresMemory>();
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
            _ = Readable(RedisKey, () => ConfigurationOptions.Parse(redis));
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

    /// <summary>A connection string that cannot be read ends the start, and names its key.</summary>
    private static T Readable<T>(string key, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw new FormatException($"ConnectionStrings:{key} cannot be read: {exception.Message}", exception);
        }
    }

    private static string DataFolder(IConfiguration configuration) => configuration[DataFolderKey] ?? DefaultDataFolder;
}
