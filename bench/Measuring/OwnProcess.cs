using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AgentRegistry.Measuring;

/// <summary>A program that the benchmark starts and, by its id, stops. What it writes goes to a file of its own.</summary>
internal sealed partial class OwnProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly string _log;

    private OwnProcess(Process process, string log) => (_process, _log) = (process, log);

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>Starts a program. Variables that are null are taken out of its environment.</summary>
    public static OwnProcess Start(string program, IEnumerable<string> arguments, string log, IReadOnlyDictionary<string, string?> variables)
    {
        // A shell only to redirect: exec makes the program take its place and its id.
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = Path.GetTempPath() };
        foreach (var argument in (string[])["-c", "exec \"$@\" >\"$0\" 2>&1 </dev/null", log, program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment.Remove(name);
            if (value is not null)
            {
                start.Environment.Add(name, value);
            }
        }

        return new OwnProcess(Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start."), log);
    }

    /// <summary>What it wrote last, for a message.</summary>
    public async Task<string> LastWordsAsync() => string.Join(Environment.NewLine, (await File.ReadAllLinesAsync(_log)).TakeLast(15));

    /// <summary>Fails with its last words when it has ended.</summary>
    public async Task RequireAliveAsync(string name)
    {
        if (HasEnded)
        {
            throw new EffectMissingException($"{name} ended with exit code {_process.ExitCode}:{Environment.NewLine}{await LastWordsAsync()}");
        }
    }

    /// <summary>Its resident memory, in bytes.</summary>
    public async Task<long> ResidentBytesAsync()
    {
        var line = (await File.ReadAllLinesAsync($"/proc/{Id}/status")).First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _ = Signal(_process.Id, SigTerm);
            using var limit = new CancellationTokenSource(StopLimit);
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int processId, int signal);
}
