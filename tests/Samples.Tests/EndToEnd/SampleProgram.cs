using System.Diagnostics;
using System.Text;
using AgentRegistry.Testing;

namespace AgentRegistry.Samples.Tests.EndToEnd;

/// <summary>A program run as a user would run it, from the checkout's root.</summary>
internal sealed class SampleProgram : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private SampleProgram(string file, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = Checkout.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it printed on standard output so far.</summary>
    public string Output => Read(_output);

    /// <summary>What it printed on standard error so far.</summary>
    public string Errors => Read(_errors);

    public static SampleProgram Start(string file, params string[] arguments) => new(file, arguments);

    /// <summary>The built fleet.</summary>
    public static SampleProgram StartFleet(params string[] arguments) =>
        new("dotnet", [Checkout.Built(Path.Combine("samples", "Fleet"), "Fleet"), .. arguments]);

    /// <summary>Stops it early. SIGTERM: what a script runs in the background, as test.sh does, ignores Ctrl-C's SIGINT from its start.</summary>
    public async Task InterruptAsync()
    {
        await using var kill = Start("kill", "-TERM", $"{_process.Id}");
        await kill.ExitCodeAsync();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> ExitCodeAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"{_process.StartInfo.FileName} did not end within {Limit}:\n{this}", exception);
        }

        return _process.ExitCode;
    }

    /// <summary>Everything it said, for whoever has to find out why it failed.</summary>
    public override string ToString() => $"{Output}\n{Errors}";

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await ExitCodeAsync();
        }

        _process.Dispose();
    }

    private static void Keep(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.AppendLine(line);
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
