using AgentRegistry.Ingest.Paths;
using AgentRegistry.Ingest.Services;

namespace AgentRegistry.Ingest.Command;

/// <summary>Runs the paths one after the other and prints what they found.</summary>
internal static class BenchRun
{
    /// <summary>Nothing here takes longer on a machine that is worth measuring on.</summary>
    private static readonly TimeSpan PathLimit = TimeSpan.FromMinutes(15);

    public static async Task<int> RunAsync(
        BenchOptions options, ServiceAddresses addresses, IReadOnlyList<IBenchPath> paths, CancellationToken interrupted)
    {
        var rows = new List<Row>();
        try
        {
            await using var bench = await BenchContext.OpenAsync(options, addresses, interrupted);
            foreach (var path in paths.Where(path => options.Only is null || path.Name == options.Only))
            {
                rows.AddRange(await RunAsync(path, bench, interrupted));
                interrupted.ThrowIfCancellationRequested();
            }
        }
        catch (CannotMeasureException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 2;
        }
        catch (Exception) when (interrupted.IsCancellationRequested)
        {
            // Ctrl-C reaches the programs that were started as well: whatever failed now failed for that.
            await Console.Error.WriteLineAsync("interrupted");
            return 130;
        }

        await Console.Out.WriteAsync(ResultTable.Text(rows));
        await Console.Out.WriteLineAsync(ResultJson.Line(rows, options.Rounds));
        return rows.Any(row => row.Verdict is Verdict.Missed or Verdict.NotMeasured) ? 1 : 0;
    }

    private static async Task<IReadOnlyList<Row>> RunAsync(IBenchPath path, BenchContext bench, CancellationToken interrupted)
    {
        bench.Say($"{path.Name}: {path.Summary}");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        limit.CancelAfter(PathLimit);
        try
        {
            // In a task of its own: MassTransit keeps the logger of a bus in the flow that started it, also when both are gone.
            return await Task.Run(() => path.RunAsync(bench, limit.Token), CancellationToken.None);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !interrupted.IsCancellationRequested)
        {
            return [Row.NotMeasured(path.Name, $"did not end within {PathLimit.TotalMinutes} minutes")];
        }
        catch (Exception exception) when (exception is not CannotMeasureException && !interrupted.IsCancellationRequested)
        {
            // One path that fails, for whatever reason, must not cost the others; it fails the run by its row.
            bench.Say(exception is EffectMissingException or PathSkippedException ? exception.Message : exception.ToString());
            return [Row.NotMeasured(path.Name, exception.Message)];
        }
    }
}
