using System.Diagnostics;
using System.Globalization;

namespace AgentRegistry.Testing;

/// <summary>The servers that eng/services.sh started, seen by that script: only those may be killed.</summary>
public static class ServiceScript
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>True when the script started it: a given server is not ours to break.</summary>
    public static bool Owns(string service) =>
        Environment.GetEnvironmentVariable("AGENT_REGISTRY_SERVICES") is { Length: > 0 } folder
        && File.Exists(Path.Combine(folder, service, "kind"));

    /// <summary>SIGKILL, as a crash would.</summary>
    public static Task KillAsync(string service) => RequireAsync("kill", service);

    /// <summary>Starts it again on the same port and data; returns when it is ready.</summary>
    public static Task StartAsync(string service) => RequireAsync("start", service);

    public static async Task<int> IdAsync(string service) => int.Parse(await RequireAsync("pid", service), CultureInfo.InvariantCulture);

    public static async Task<bool> RunsAsync(string service) => (await RunAsync("pid", service)).ExitCode == 0;

    private static async Task<string> RequireAsync(string verb, string service)
    {
        var (exitCode, output, errors) = await RunAsync(verb, service);
        return exitCode == 0 ? output : throw new InvalidOperationException($"eng/services.sh {verb} {service} ended with {exitCode}: {errors}");
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string verb, string service)
    {
        using var script = Process.Start(new ProcessStartInfo(Path.Combine(Checkout.Root, "eng", "services.sh"), [verb, service])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var limit = new CancellationTokenSource(Limit);
        var output = script.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = script.StandardError.ReadToEndAsync(limit.Token);
        await script.WaitForExitAsync(limit.Token);
        return (script.ExitCode, await output, await errors);
    }
}
