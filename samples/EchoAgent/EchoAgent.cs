using System.Threading.Channels;
using AgentRegistry.Client;
using AgentRegistry.Contracts;

namespace AgentRegistry.Echo;

/// <summary>Echoes its input line by line while the registry allows it to work.</summary>
internal sealed class EchoAgent(string id, EchoParameters parameters, TextReader input, TextWriter output) : BaseAgent, IDisposable
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private CancellationTokenSource? _active;
    private Task _echoing = Task.CompletedTask;
    private int _number;

    public override RegisterAgent Registration => new()
    {
        AgentId = id,
        Name = "Echo",
        Type = "sample",
        Description = "Repeats its input.",
        Capabilities = [new Capability { Name = "echo", Description = "Repeats a line of text", CostEstimate = "nothing", Examples = ["say hello again"] }],
        HeartbeatIntervalSeconds = parameters.Interval,
    };

    public void Dispose() => _active?.Dispose();

    protected override Task InitializeAsync(CancellationToken cancellationToken)
    {
        // Reading blocks and cannot be cancelled: it has its own thread, and lines wait while the agent may not work.
        new Thread(Read) { IsBackground = true, Name = "input" }.Start();
        return output.WriteLineAsync("initialized");
    }

    protected override async Task ActivateAsync(CancellationToken cancellationToken)
    {
        await output.WriteLineAsync("active");
        _active = new CancellationTokenSource();
        _echoing = EchoLinesAsync(_active.Token);
    }

    protected override async Task DeactivateAsync(CancellationToken cancellationToken)
    {
        await _active!.CancelAsync();
        await _echoing;
        _active.Dispose();
        await output.WriteLineAsync("inactive");
    }

    protected override Task ShutdownAsync(CancellationToken cancellationToken) => output.WriteLineAsync("shut down");

    private async Task EchoLinesAsync(CancellationToken stop)
    {
        try
        {
            while (await _lines.Reader.WaitToReadAsync(stop))
            {
                // Removed when it is done: a line that was not echoed waits for the next activation.
                _lines.Reader.TryPeek(out var line);
                await output.WriteLineAsync(await WorkAsync($"echo-{_number + 1}", _ => Task.FromResult(parameters.Prefix + line), stop));
                _number++;
                _lines.Reader.TryRead(out _);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or AgentNotActiveException)
        {
            // The agent may not work any more.
        }
    }

    private void Read()
    {
        while (input.ReadLine() is { } line)
        {
            _lines.Writer.TryWrite(line);
        }
    }
}
