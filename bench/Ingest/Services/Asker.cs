using AgentRegistry.Hosting.Bus;
using AgentRegistry.Ingest.Command;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentRegistry.Ingest.Services;

/// <summary>Asks the registry over the bus, as an orchestrator does by request and response.</summary>
internal sealed class Asker : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IBusControl _bus;

    private Asker(ServiceProvider services) => (_services, _bus) = (services, services.GetRequiredService<IBusControl>());

    public static async Task<Asker> ConnectAsync(BenchContext bench, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("ConnectionStrings:RabbitMq", (string?)bench.Addresses.RabbitMq)])
            .Build();
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System);
        services.AddRegistryBus(configuration, _ => { });
        var asker = new Asker(services.BuildServiceProvider());
        await asker._bus.StartAsync(cancellationToken);
        return asker;
    }

    /// <summary>Null where the answer is of the other kind.</summary>
    public async Task<TAnswer?> AskAsync<TRequest, TAnswer, TOther>(TRequest request, CancellationToken cancellationToken)
        where TRequest : class
        where TAnswer : class
        where TOther : class
    {
        using var handle = _bus.CreateRequestClient<TRequest>(RequestTimeout.After(s: 30)).Create(request, cancellationToken);
        var other = handle.GetResponse<TOther>(readyToSend: false);
        var answer = handle.GetResponse<TAnswer>(readyToSend: true);
        return await Task.WhenAny(answer, other) == answer ? (await answer).Message : null;
    }

    public async ValueTask DisposeAsync()
    {
        await _bus.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }
}
