using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace AgentRegistry.Testing;

/// <summary>
/// One of the product's programs, run as a user would: as a process of its own, which is started again when it ends because its
/// connection to the broker is stuck (docs/operations.md).
/// </summary>
public sealed class RegistryProgram : IAsyncDisposable
{
    private const int StartAgain = 75;
    private const int FirstPort = 10_000;
    private const int Ports = 10_000;

    private static int _portsTaken = Random.Shared.Next(Ports);

    private readonly ProcessStartInfo _start;
    private readonly ConcurrentQueue<string> _output = new();
    private volatile Process _process;
    private int _restarts;

    private RegistryProgram(ProcessStartInfo start, string project, Uri address)
    {
        (_start, Project, Address) = (start, project, address);
        _process = Launch();
    }

    /// <summary>Which of src.</summary>
    public string Project { get; }

    public Uri Address { get; }

    public int Id => _process.Id;

    /// <summary>All that it printed so far.</summary>
    public string Output => string.Join('\n', _output);

    public bool HasExited => _process.HasExited;

    /// <summary>How often it had to be started again.</summary>
    public int Restarts => _restarts;

    /// <summary>Starts a program of src on a free port.</summary>
    public static RegistryProgram Start(string project, IReadOnlyDictionary<string, string?>? environment = null, params string[] arguments)
    {
        var port = FreePort();
        return StartOn(new Uri($"http://127.0.0.1:{port}"), project, environment, arguments);
    }

    /// <summary>Starts a program of src on a given address.</summary>
    public static RegistryProgram StartOn(Uri address, string project, IReadOnlyDictionary<string, string?>? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Checkout.Program(project), "--urls", address.GetLeftPart(UriPartial.Authority) },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string?>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        return new RegistryProgram(start, project, address);
    }

    /// <summary>Runs a program of src for what it does instead of starting.</summary>
    public static RegistryProgram Run(string project, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Checkout.Program(project));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return new RegistryProgram(start, project, new Uri("http://127.0.0.1:0"));
    }

    /// <summary>Waits until it says that it is ready.</summary>
    public async Task<RegistryProgram> ReadyAsync()
    {
        using var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        await Eventually.HoldsAsync(
            async () =>
            {
                if (HasExited)
                {
                    throw new InvalidOperationException($"It ended with {_process.ExitCode}:\n{Output}");
                }

                try
                {
                    using var answer = await client.GetAsync("/ready");
                    return answer.StatusCode == HttpStatusCode.OK;
                }
                catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
                {
                    return false;
                }
            },
            TimeSpan.FromSeconds(60),
            () => $"It is not ready:\n{Output}");
        return this;
    }

    /// <summary>Asks it to stop, as an operator does, and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        if (!HasExited)
        {
            Signals.Send(Id, Signals.Terminate);
        }

        return await ExitCodeAsync();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> ExitCodeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(45));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Kills it, as the kernel does when memory is short.</summary>
    public async Task KillAsync()
    {
        if (!HasExited)
        {
            _process.Kill();
        }

        await ExitCodeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    /// <summary>
    /// A port that nobody listens on. Below those that the kernel gives to outgoing connections, one of which could take it before it is
    /// used, or while a proxy refuses; and below those of eng/services.sh. Never the same twice.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = FirstPort + (Interlocked.Increment(ref _portsTaken) % Ports);
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }

    private Process Launch()
    {
        var process = new Process { StartInfo = _start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Exited += (_, _) =>
        {
            if (process.ExitCode == StartAgain)
            {
                Interlocked.Increment(ref _restarts);
                _process = Launch();
                process.Dispose();
            }
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }
    }
}
