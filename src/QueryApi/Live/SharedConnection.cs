using Microsoft.AspNetCore.Http.Features;

namespace AgentRegistry.QueryApi.Live;

/// <summary>A connection to which several write whole messages: each has its turn, so that no message lands within another.</summary>
internal sealed class SharedConnection(Stream connection) : Stream
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        connection.ReadAsync(buffer, cancellationToken);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await connection.WriteAsync(buffer, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A write has left when it ends: there is nothing to flush.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
        // As above.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            connection.Dispose();
        }

        base.Dispose(disposing);
    }
}

/// <summary>
/// Lets a WebSocket be accepted as ever, and keeps the connection below it, so that many messages can be written to it at once:
/// a <see cref="System.Net.WebSockets.WebSocket"/> sends, and flushes, each by itself.
/// </summary>
internal sealed class SharedUpgrade(IHttpUpgradeFeature upgrade) : IHttpUpgradeFeature
{
    private Stream? _connection;

    public bool IsUpgradableRequest => upgrade.IsUpgradableRequest;

    /// <summary>There once the WebSocket has been accepted.</summary>
    public Stream Connection => _connection ?? throw new InvalidOperationException("No WebSocket has been accepted yet.");

    public async Task<Stream> UpgradeAsync()
    {
        // It is the WebSocket's to dispose of.
        var connection = new SharedConnection(await upgrade.UpgradeAsync());
        _connection = connection;
        return connection;
    }
}

internal static class SharedUpgradeModule
{
    /// <summary>Before WebSockets are added, which take hold of the request's upgrade.</summary>
    public static void UseSharedUpgrade(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
        {
            var shared = new SharedUpgrade(upgrade);
            context.Features.Set(shared);
            context.Features.Set<IHttpUpgradeFeature>(shared);
        }

        return next(context);
    });
}
