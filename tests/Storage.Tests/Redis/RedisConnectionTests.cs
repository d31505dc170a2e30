using System.Diagnostics;
using System.Net;
using AgentRegistry.Storage.Redis;
using AgentRegistry.Testing;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace AgentRegistry.Storage.Tests.Redis;

/// <summary>What the client does by itself when the server is unavailable, over a real server behind a proxy.</summary>
[Collection(OnRedis.Name)]
public sealed class RedisConnectionTests(RedisServer server) : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly TcpProxy _proxy = Proxy();
    private RedisConnection _connection = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var behindProxy = ConfigurationOptions.Parse(Server.Redis);
        behindProxy.EndPoints.Clear();
        behindProxy.EndPoints.Add("127.0.0.1", _proxy.Port);
        _connection = new RedisConnection(behindProxy.ToString(includePassword: true));
        await EchoAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task Call_to_a_server_that_stopped_without_a_word_ends_within_its_time_limit()
    {
        _proxy.Freeze();
        var watch = Stopwatch.StartNew();

        await Should.ThrowAsync<RedisTimeoutException>(EchoAsync);

        watch.Elapsed.ShouldBeInRange(TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(8));
        _proxy.Thaw();
        await Eventually.HoldsAsync(SucceedsAsync);
    }

    [Fact]
    public async Task Call_without_a_connection_fails_at_once_and_succeeds_once_the_server_is_back()
    {
        await _proxy.RefuseAsync();
        await Should.ThrowAsync<RedisConnectionException>(EchoAsync);
        var watch = Stopwatch.StartNew();
        await Should.ThrowAsync<RedisConnectionException>(EchoAsync);
        watch.Elapsed.ShouldBeLessThan(Soon);

        _proxy.Accept();
        await Eventually.HoldsAsync(SucceedsAsync);
    }

    [Fact]
    public async Task Script_runs_on_a_server_that_has_forgotten_it()
    {
        await server.Database.ExecuteAsync("SCRIPT", "FLUSH");

        await EchoAsync();
    }

    [Fact]
    public async Task Cancelled_call_ends_at_once()
    {
        _proxy.Freeze();
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var watch = Stopwatch.StartNew();

        await Should.ThrowAsync<OperationCanceledException>(() => _connection.RunAsync("return ARGV[1]", [], ["1"], cancelled.Token));
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1.5));
        _proxy.Thaw();
    }

    private static TcpProxy Proxy() => ConfigurationOptions.Parse(Server.Redis).EndPoints[0] switch
    {
        IPEndPoint address => new TcpProxy(address.Address.ToString(), address.Port),
        DnsEndPoint address => new TcpProxy(address.Host, address.Port),
        var address => throw new NotSupportedException($"{address}"),
    };

    private async Task EchoAsync() => ((string?)await _connection.RunAsync("return ARGV[1]", [], ["1"], Token)).ShouldBe("1");

    private async Task<bool> SucceedsAsync()
    {
        try
        {
            await EchoAsync();
            return true;
        }
        catch (Exception exception) when (exception is RedisConnectionException or RedisTimeoutException)
        {
            return false;
        }
    }
}
