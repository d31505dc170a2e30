using System.ComponentModel;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage.Feed;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AgentRegistry.QueryApi.Live;

/// <summary>The live feed by long poll.</summary>
internal static class ChangesEndpoint
{
    private const int DefaultLimit = 500;
    private const int MostLimit = 1_000;
    private const int DefaultWait = 30;
    private const int MostWait = 60;

    public static async Task<Results<Ok<ChangesPage>, Problem>> HandleAsync(
        [Description("The last revision that was seen."), DocumentedQuery(typeof(long))] string? since,
        [Description("How long to wait for the first change, in seconds, as 30 or 30s."), DocumentedQuery(typeof(int), Most = MostWait, Default = DefaultWait)] string? wait,
        [Description("How many changes at most."), DocumentedQuery(typeof(int), Least = 1, Most = MostLimit, Default = DefaultLimit)] string? limit,
        [Description("The workspace, for those who cannot send the header.")] string? workspace,
        AgentScope scope,
        HttpContext context,
        LiveFeed feed,
        FeedFollower follower,
        Limits limits,
        IHostApplicationLifetime lifetime)
    {
        var text = new QueryText();
        var seconds = text.Whole(wait?.EndsWith('s') == true ? wait[..^1] : wait, "wait", DefaultWait, 0, MostWait);
        var most = text.Whole(limit, "limit", DefaultLimit, 1, MostLimit);
        var (start, problem) = SubscriptionStart.Read(since, null, workspace, scope, limits);
        if (problem is not null || text.Faults.Count > 0)
        {
            return problem ?? Problem.Invalid(text.Faults);
        }

        if (!follower.IsReady)
        {
            return Problem.FeedNotRead();
        }

        if (start.Since is null)
        {
            return TypedResults.Ok(new ChangesPage { Changes = [], Revision = follower.Revision });
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var waited = CancellationTokenSource.CreateLinkedTokenSource(ended.Token);
        waited.CancelAfter(TimeSpan.FromSeconds(seconds));
        var walk = feed.Walk();
        var frames = new List<LiveFrame>();
        try
        {
            await foreach (var frame in walk.PortionsAsync(start, waited.Token, ended.Token).SelectMany(portion => portion.Frames))
            {
                if (frame.Type == LiveFrame.HelloType)
                {
                    continue;
                }

                if (frame.Type == LiveFrame.SnapshotNeededType)
                {
                    // Entries that came before it are worth having: the next request is told.
                    if (frames.Count == 0)
                    {
                        return Problem.SnapshotNeeded(frame.Revision);
                    }

                    break;
                }

                frames.Add(frame);
                if (frames.Count == most)
                {
                    break;
                }

                // Now that there is something, nothing more is waited for.
                await waited.CancelAsync();
            }
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // That is all there is, or the process is being shut down.
        }
        catch (LogUnavailableException)
        {
            return Problem.Unavailable("What happened since then cannot be read now.");
        }

        return TypedResults.Ok(ChangesPage.Of(frames, Math.Max(start.Since.Value, walk.Revision)));
    }
}
