using AgentRegistry.Storage.DeadLetters;
using AgentRegistry.Storage.Feed;
using Xunit;

namespace AgentRegistry.Storage.Tests;

/// <summary>Empty tables for one test class. The tests of a class share them and tell their rows apart by id.</summary>
public abstract class TestTables : IAsyncLifetime
{
    private IRegistryStore? _store;
    private IRegistryStore? _another;
    private object? _lock = new();

    public IRegistryStore Store => _store ?? throw new InvalidOperationException("The tables have not been made yet.");

    /// <summary>Longer than any delivery of a test.</summary>
    public static TimeSpan DeliveryLimit { get; } = TimeSpan.FromSeconds(30);

    /// <summary>A delivery that takes everything.</summary>
    public static FeedDelivery TakeAll { get; } = (_, _) => Task.FromResult<IReadOnlyList<Undeliverable>>([]);

    public FeedSignal Signal { get; } = new(TimeProvider.System);

    /// <summary>Another store on the same tables, as another process has it; always the same one.</summary>
    public IRegistryStore Another => LazyInitializer.EnsureInitialized(ref _another, ref _lock, OpenAnother)!;

    public async ValueTask InitializeAsync()
    {
        _store = await OpenAsync(Signal);
        await _store.MigrateAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<IRegistryStore> OpenAsync(FeedSignal signal);

    /// <summary>Another store on the same tables, as another process has it.</summary>
    protected abstract IRegistryStore OpenAnother();

    protected abstract Task CloseAsync();
}
