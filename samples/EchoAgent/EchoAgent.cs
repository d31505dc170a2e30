using System.Threading.Channels;
using AgentRegistry.Client;
using AgentRegistry.Contracts;

namespace AgentRegistry.Echo;

/// <summary>Says again what it is told, line by line, while the registry lets it work.</summary>
internal sealed class EchoAgent(string id, EchoParameters parameters, TextReader input, TextWriter output) : BaseAgent, IDisposable
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private CancellationTokenSource? _taking;
    private Task _echoing = Task.CompletedTask;
    private int _number;

    public override RegisterAgent Registration => new()
    {
        AgentId = id,
        Name = "Echo",
        Type = "sample",
        Description = "Says again what it is told.",
        Capabilities = [new Capability { Name = "echo", Description = "Repeats a line of text", CostEstimate = "nothing", Examples = ["say hello again"] }],
        HeartbeatIntervalSeconds = parameters.Interval,
    };

    public void Dispose() => _taking?.Dispose();

    protected override Task InitializeAsync(CancellationToken cancellationToken)
    {
        // Reading blocks, and cannot be cancelled: it has a thread of its own, and what was read waits while the agent may not work.
        new Thread(Read) { IsBackground = true, Name = "input" }.Start();
        return output.WriteLineAsync("initialized");
    }

    protected override async Task ActivateAsync(CancellationToken cancellationToken)
    {
        await output.WriteLineAsync("active");
        _taking = new CancellationTokenSource();
        _echoing = EchoLinesAsync(_taking.Token);
    }

    protected override async Task DeactivateAsync(CancellationToken cancellationToken)
    {
        await _taking!.CancelAsync();
        await _echoing;
        _taking.Dispose();
        await output.WriteLineAsync("inactive");
    }

    protected override Task ShutdownAsync(CancellationToken cancellationToken) => output.WriteLineAsync("shut down");

    private async Task EchoLinesAsync(CancellationToken stop)
    {
        try
        {
            while (await _lines.Reader.WaitToReadAsync(stop))
            {
                // Taken when it is done: a line that comes too late for this time waits for the next.
                _lines.Reader.TryPeek(out var line);
                await output.WriteLineAsync(await WorkAsync($"echo-{_number + 1}", _ => Task.FromResult(parameters.Prefix + line), stop));
                _number++;
                _lines.Reader.TryRead(out _);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or AgentNotActiveException)
        {
            // It may not work any longer.
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
