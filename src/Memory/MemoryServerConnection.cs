using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentRegistry.Memory;

/// <summary>
/// The connection to the memory server: made when it is needed, given up when a call fails. A program that was started ends with
/// it, so that nothing it still does can cross what its successor does. The library's own log lines are left out: each failure
/// is told here once, without its stack.
/// </summary>
internal sealed partial class MemoryServerConnection(MemoryServerOptions options, ILoggerFactory logs) : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownLimit = TimeSpan.FromSeconds(2);

    private static readonly string[] Tools = ["create_entities", "search_nodes"];

    private readonly ILogger _logger = logs.CreateLogger<MemoryServerConnection>();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private McpClient? _client;

    private TimeSpan StartLimit => TimeSpan.FromSeconds(options.StartSeconds);

    private TimeSpan CallLimit => TimeSpan.FromSeconds(options.CallSeconds);

    /// <summary>Calls a tool; what went wrong, whatever it is, comes as <see cref="MemoryServerException"/>.</summary>
    public async Task<CallToolResult> CallAsync(string tool, IReadOnlyDictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        var result = await WithClientAsync(
            (client, token) => client.CallToolAsync(tool, arguments, cancellationToken: token).AsTask(), cancellationToken);
        return result.IsError == true
            ? throw new MemoryServerException($"{tool}: {TextOf(result)}", isRefusal: true)
            : result;
    }

    /// <summary>Asks whether it is there: for its tools, as newer versions of the protocol have no ping.</summary>
    public Task PingAsync(CancellationToken cancellationToken) => WithClientAsync(
        async (client, token) => await client.ListToolsAsync(cancellationToken: token), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        await DropAsync();
        _turn.Dispose();
    }

    public static string TextOf(CallToolResult result) =>
        string.Join('\n', result.Content.OfType<TextContentBlock>().Select(block => block.Text));

    private async Task<T> WithClientAsync<T>(Func<McpClient, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        // One call at a time: a server that answers many in no order would put an agent's memories in none.
        await _turn.WaitAsync(cancellationToken);
        try
        {
            _client ??= await ConnectAsync(cancellationToken).WaitAsync(StartLimit, cancellationToken);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(CallLimit);

            // A server that answers nonsense may leave the call waiting whatever its token says.
            return await call(_client, limit.Token).WaitAsync(CallLimit, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What became of the call is not known, and the next must not cross it.
            await DropAsync();
            throw;
        }
        catch (Exception exception)
        {
            await DropAsync();
            throw new MemoryServerException(exception is OperationCanceledException or TimeoutException
                ? string.Create(CultureInfo.InvariantCulture, $"no answer within {options.CallSeconds} s")
                : exception.Message, exception);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<McpClient> ConnectAsync(CancellationToken cancellationToken)
    {
        var name = new Implementation { Name = "agent-registry", Version = "1" };
        var handshake = new McpClientOptions { ClientInfo = name, InitializationTimeout = StartLimit, DiscoverProbeTimeout = CallLimit };
        var client = await McpClient.CreateAsync(Transport(), handshake, cancellationToken: cancellationToken);
        try
        {
            var tools = await client.ListToolsAsync(cancellationToken: cancellationToken);
            var missing = Tools.Except(tools.Select(tool => tool.Name), StringComparer.Ordinal).ToList();
            return missing.Count == 0
                ? client
                : throw new MemoryServerException($"it is no memory server: it has no tool {string.Join(", ", missing)}", isRefusal: false);
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    private IClientTransport Transport()
    {
        if (options.Url.Length > 0)
        {
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            if (options.Authorization.Length > 0)
            {
                headers["Authorization"] = options.Authorization;
            }

            return new HttpClientTransport(
                new HttpClientTransportOptions
                {
                    Endpoint = new Uri(options.Url),
                    TransportMode = HttpTransportMode.StreamableHttp,
                    AdditionalHeaders = headers,
                    ConnectionTimeout = CallLimit,
                    EnableStandaloneGetStream = false,
                });
        }

        return new StdioClientTransport(
            new StdioClientTransportOptions
            {
                Name = "memory",
                Command = options.Command,
                Arguments = SplitArguments(options.Arguments),
                InheritEnvironmentVariables = false,
                EnvironmentVariables = OwnEnvironment(),
                ShutdownTimeout = ShutdownLimit,
            });
    }

    /// <summary>What this process has, without the addresses and passwords of its own servers.</summary>
    private static Dictionary<string, string?> OwnEnvironment() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .Where(variable => !((string)variable.Key).StartsWith("ConnectionStrings__", StringComparison.OrdinalIgnoreCase))
        .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value, StringComparer.Ordinal);

    internal static IList<string> SplitArguments(string text)
    {
        var arguments = new List<string>();
        var current = new StringBuilder();
        var (isQuoted, isOpen) = (false, false);
        foreach (var character in text)
        {
            if (character == '"')
            {
                (isQuoted, isOpen) = (!isQuoted, true);
            }
            else if (character == ' ' && !isQuoted)
            {
                Close();
            }
            else
            {
                current.Append(character);
                isOpen = true;
            }
        }

        Close();
        return arguments;

        void Close()
        {
            if (isOpen)
            {
                arguments.Add(current.ToString());
            }

            current.Clear();
            isOpen = false;
        }
    }

    private async Task DropAsync()
    {
        if (_client is not { } client)
        {
            return;
        }

        _client = null;
        try
        {
            await client.DisposeAsync().AsTask().WaitAsync(ShutdownLimit * 2);
        }
        catch (Exception exception)
        {
            LogBadEnd(_logger, exception);
        }
    }

    [LoggerMessage(EventId = 2020, Level = LogLevel.Debug, Message = "The memory server did not end well")]
    private static partial void LogBadEnd(ILogger logger, Exception exception);
}

/// <summary>The memory server is away, or refuses.</summary>
public sealed class MemoryServerException : Exception
{
    public MemoryServerException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public MemoryServerException(string message, bool isRefusal)
        : base(message) => IsRefusal = isRefusal;

    /// <summary>True when the server answered that it does not take it.</summary>
    public bool IsRefusal { get; }
}
