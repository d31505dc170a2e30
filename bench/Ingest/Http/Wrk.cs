using System.Diagnostics;
using System.Globalization;
using AgentRegistry.Ingest.Command;
using AgentRegistry.Ingest.Processes;
using AgentRegistry.Ingest.Services;

namespace AgentRegistry.Ingest.Http;

/// <summary>wrk with 32 connections: a driver in C that leaves the processors to the servers.</summary>
internal static class Wrk
{
    private const string Connections = "-c32";
    private const string Threads = "-t2";

    /// <summary>Fails, with the command that helps, unless these programs can be found.</summary>
    public static void RequirePrograms(params string[] programs)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        if (!programs.All(program => folders.Any(folder => File.Exists(Path.Combine(folder, program)))))
        {
            throw new PathSkippedException("needs wrk and etcd: eng/services.sh install wrk etcd-server (as root; Debian's packages)");
        }
    }

    /// <summary>Sends requests for so long, each connection the next one as soon as it has its answer.</summary>
    public static async Task<WrkResult> RunAsync(
        Uri server, string script, IEnumerable<string> arguments, TimeSpan duration, TemporaryFolder folder, CancellationToken cancellationToken)
    {
        var file = folder[script];
        await File.WriteAllTextAsync(file, Embedded.Read($"Http/{script}") + Embedded.Read("Http/result.lua"), cancellationToken);
        var start = new ProcessStartInfo("wrk") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])[Threads, Connections, $"-d{duration.TotalSeconds:0}s", "--timeout", "5s", "-s", file, server.ToString(), "--", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("wrk did not start.");
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return Read(output) ?? throw new EffectMissingException($"wrk gave no result: {output}{await errors}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    private static WrkResult? Read(string output)
    {
        var line = output.Split('\n').LastOrDefault(line => line.StartsWith("wrk-result ", StringComparison.Ordinal));
        return line?.Split(' ').Skip(1).Select(word => long.Parse(word, CultureInfo.InvariantCulture)).ToArray() is [var requests, var micros, var refused, var broken, var p50, var p99, var max]
            ? new WrkResult(requests, requests * 1e6 / micros, refused, broken, new Spread(p50 / 1e3, p99 / 1e3, max / 1e3))
            : null;
    }
}

/// <summary>What wrk saw.</summary>
/// <param name="Requests">Answers received.</param>
/// <param name="PerSecond">The same for each second.</param>
/// <param name="Refused">Answers other than 2xx and 3xx.</param>
/// <param name="Broken">Requests without an answer.</param>
/// <param name="Latency">Until the answer.</param>
internal sealed record WrkResult(long Requests, double PerSecond, long Refused, long Broken, Spread Latency)
{
    /// <summary>Fails unless every request had its answer.</summary>
    public WrkResult RequireAllAnswered(string what) => Requests > 0 && Refused + Broken == 0
        ? this
        : throw new EffectMissingException($"{what}: {Refused} of {Requests} requests were refused, {Broken} had no answer");
}
