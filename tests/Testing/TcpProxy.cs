using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace AgentRegistry.Testing;

/// <summary>Stands between programs and a server, on a port of its own, and can act as if the server could not be reached.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly string _host;
    private readonly int _port;
    private readonly ConcurrentDictionary<TcpClient, bool> _connections = new();
    private TcpListener _listener;
    private Task _accepting;
    private volatile TaskCompletionSource? _frozen;

    public TcpProxy(string host, int port)
    {
        (_host, _port) = (host, port);
        Port = RegistryProgram.FreePort();
        (_listener, _accepting) = Listen();
    }

    public int Port { get; }

    /// <summary>Cuts every connection and refuses new ones.</summary>
    public async Task RefuseAsync()
    {
        _listener.Dispose();
        await _accepting;
        foreach (var (connection, _) in _connections)
        {
            Cut(connection);
        }
    }

    /// <summary>Takes connections again.</summary>
    public void Accept() => (_listener, _accepting) = Listen();

    /// <summary>Carries nothing more, and keeps the connections: the server seems to have stopped without a word.</summary>
    public void Freeze() => _frozen ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Carries on.</summary>
    public void Thaw()
    {
        var frozen = _frozen;
        _frozen = null;
        frozen?.SetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await RefuseAsync();
        Thaw();
    }

    private (TcpListener Listener, Task Accepting) Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        return (listener, AcceptAsync(listener));
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It refuses from now on.
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        var server = new TcpClient();
        _connections[client] = true;
        try
        {
            await server.ConnectAsync(_host, _port);
            (client.NoDelay, server.NoDelay) = (true, true);
            await Task.WhenAny(CopyAsync(client, server), CopyAsync(server, client));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The server is away, or the connection has been cut.
        }
        finally
        {
            _connections.TryRemove(client, out _);
            Cut(client);
            Cut(server);
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to)
    {
        try
        {
            var buffer = new byte[65_536];
            while (await from.GetStream().ReadAsync(buffer) is var count and > 0)
            {
                await (_frozen?.Task ?? Task.CompletedTask);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // One side has gone: the other is cut too.
        }
    }

    /// <summary>With a reset, as when a machine or a network fails: nobody says farewell.</summary>
    private static void Cut(TcpClient connection)
    {
        try
        {
            // One that was cut before has none: what comes after must be cut all the same.
            connection.Client?.LingerState = new LingerOption(true, 0);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It was closed already.
        }

        connection.Dispose();
    }
}
