using System.Globalization;
using AgentRegistry.Testing;
using Npgsql;

namespace AgentRegistry.Faults.Running;

/// <summary>One proxy before each server; everybody but the ledger goes through them.</summary>
public sealed class Proxies : IAsyncDisposable
{
    public Proxies(MemoryServer memory)
    {
        Memory = new TcpProxy(memory.Address.Host, memory.Address.Port);
        MemoryAddress = new UriBuilder(memory.Address) { Port = Memory.Port }.Uri;
        var rabbitMq = new UriBuilder(Servers.RabbitMq);
        RabbitMq = new TcpProxy(rabbitMq.Host, rabbitMq.Port > 0 ? rabbitMq.Port : 5672);
        (rabbitMq.Host, rabbitMq.Port) = ("127.0.0.1", RabbitMq.Port);

        var postgres = new NpgsqlConnectionStringBuilder(Servers.Postgres);
        Postgres = new TcpProxy(postgres.Host!, postgres.Port);
        (postgres.Host, postgres.Port) = ("127.0.0.1", Postgres.Port);

        var redis = Servers.Redis.Split(',')[0].Split(':');
        Redis = new TcpProxy(redis[0], redis.Length > 1 ? int.Parse(redis[1], CultureInfo.InvariantCulture) : 6379);
        Addresses = new(
            rabbitMq.Uri.AbsoluteUri, postgres.ConnectionString, string.Join(',', [$"127.0.0.1:{Redis.Port}", .. Servers.Redis.Split(',')[1..]]));
    }

    public TcpProxy RabbitMq { get; }

    public TcpProxy Postgres { get; }

    public TcpProxy Redis { get; }

    public TcpProxy Memory { get; }

    public Uri MemoryAddress { get; }

    public ServerAddresses Addresses { get; }

    public async ValueTask DisposeAsync()
    {
        await RabbitMq.DisposeAsync();
        await Postgres.DisposeAsync();
        await Redis.DisposeAsync();
        await Memory.DisposeAsync();
    }
}
