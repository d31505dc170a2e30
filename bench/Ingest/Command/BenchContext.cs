using AgentRegistry.Ingest.Services;

namespace AgentRegistry.Ingest.Command;

/// <summary>What every path works with.</summary>
internal sealed class BenchContext : IAsyncDisposable
{
    private readonly TextWriter _progress = Console.Error;

    private BenchContext(BenchOptions options, ServiceAddresses addresses, Broker broker, PresenceStore redis) =>
        (Options, Addresses, Broker, Redis) = (options, addresses, broker, redis);

    public BenchOptions Options { get; }

    public ServiceAddresses Addresses { get; }

    public Broker Broker { get; }

    public PresenceStore Redis { get; }

    public static async Task<BenchContext> OpenAsync(BenchOptions options, ServiceAddresses addresses, CancellationToken cancellationToken)
    {
        var broker = await Broker.OpenAsync(addresses.RabbitMq, cancellationToken);
        try
        {
            await broker.RequireIdleAsync(cancellationToken);
            return new BenchContext(options, addresses, broker, await PresenceStore.OpenAsync(addresses.Redis));
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Empty tables and an empty presence for one path.</summary>
    public async Task<Tables> EmptyStoresAsync(CancellationToken cancellationToken)
    {
        await Redis.EmptyAsync();
        return await Tables.CreateAsync(Addresses.Postgres, cancellationToken);
    }

    /// <summary>Starts one of the registry's programs on the services.</summary>
    public Task<RegistryProgram> StartAsync(string name, Tables tables, TemporaryFolder folder, CancellationToken cancellationToken) =>
        RegistryProgram.StartAsync(name, [], folder, new ServiceAddresses(Addresses.RabbitMq, tables.Address, Redis.Address), cancellationToken);

    /// <summary>Progress; the result goes to standard output alone.</summary>
    public void Say(string text) => _progress.WriteLine(text);

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        await Redis.DisposeAsync();
    }
}
