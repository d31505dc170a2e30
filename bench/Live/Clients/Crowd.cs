using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace AgentRegistry.Live.Clients;

/// <summary>All clients, read by one thread. What is asked about them is answered on it, so nothing here is shared.</summary>
internal sealed class Crowd : IDisposable
{
    /// <summary>
    /// What a client on Ethernet takes at once. With loopback's segments the kernel would hold 2.6 MB for each, and one that stops
    /// reading would not be felt within a round.
    /// </summary>
    private const int EthernetSegment = 1460;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly IPEndPoint _api;
    private readonly int _addresses;
    private readonly Epoll _epoll = new();
    private readonly ConcurrentQueue<Action> _questions = [];
    private readonly List<FeedClient> _clients = [];
    private readonly byte[] _buffer = new byte[1 << 20];
    private readonly Thread _reading;
    private volatile bool _isEnding;

    public Crowd(IPEndPoint api, int addresses)
    {
        (_api, _addresses) = (api, addresses);
        _reading = new Thread(ReadAll) { Name = "clients", IsBackground = true };
        _reading.Start();
    }

    public Delivery Delivery { get; } = new();

    /// <summary>Connects clients and has them read.</summary>
    /// <param name="count">How many.</param>
    /// <param name="mayStall">Whether they are to be stalled later.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<FeedClient>> ConnectAsync(int count, bool mayStall, CancellationToken cancellationToken)
    {
        var clients = new List<FeedClient>();
        for (var i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var from = new IPAddress(new byte[] { 127, 0, 0, (byte)(2 + (i % _addresses)) });
            var client = FeedClient.Connect(_api, from, mayStall ? EthernetSegment : null);
            clients.Add(client);
        }

        await AskAsync(() =>
        {
            foreach (var client in clients)
            {
                _clients.Add(client);
                _epoll.Watch(client.Descriptor, _clients.Count - 1);
            }

            return true;
        });
        return clients;
    }

    /// <summary>They stop reading, with all that they have got so far.</summary>
    public Task StallAsync(IReadOnlyList<FeedClient> clients) => AskAsync(() =>
    {
        foreach (var client in clients.Where(client => !client.HasEnded))
        {
            _epoll.Forget(client.Descriptor);
        }

        return true;
    });

    /// <summary>They leave without a word.</summary>
    public Task DropAsync(IReadOnlyList<FeedClient> clients) => AskAsync(() =>
    {
        foreach (var client in clients)
        {
            client.Dispose();
        }

        return true;
    });

    /// <summary>Asks between two looks at the sockets.</summary>
    public Task<T> AskAsync<T>(Func<T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _questions.Enqueue(() =>
        {
            try
            {
                answer.SetResult(question());
            }
            catch (Exception exception)
            {
                // Whoever asked is told.
                answer.SetException(exception);
            }
        });
        return answer.Task;
    }

    public void Dispose()
    {
        _isEnding = true;
        _reading.Join();
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        _epoll.Dispose();
    }

    private void ReadAll()
    {
        Action<int> read = Read;
        while (!_isEnding)
        {
            while (_questions.TryDequeue(out var question))
            {
                question();
            }

            _epoll.Wait(Look, read);
        }
    }

    private void Read(int number)
    {
        var client = _clients[number];
        client.Read(_buffer, Delivery, Stopwatch.GetTimestamp());
        if (client.HasEnded)
        {
            _epoll.Forget(client.Descriptor);
        }
    }
}
