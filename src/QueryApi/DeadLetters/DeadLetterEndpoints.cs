using System.ComponentModel;
using System.Globalization;
using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Feed;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.DeadLetters;

/// <summary>
/// For operators: what could not be delivered. These change the deliveries' own table and no agent, so they do not go over the
/// bus, which may be what is stuck.
/// </summary>
internal static class DeadLetterEndpoints
{
    private const int DefaultLimit = 100;
    private const int MostLimit = 1_000;

    public static void MapStuck(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/dead-letters").WithTags("Operations")
            .AnswersProblems(StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", ListAsync)
            .WithName("ListDeadLetters")
            .WithSummary("List what could not be delivered")
            .WithDescription("Entries of the feed that a delivery (relay, memory, memory_server) could not take though it took their neighbours; oldest first.");
        group.MapPost("/{delivery}/replay", ReplayAsync)
            .WithName("ReplayDeadLetters")
            .WithSummary("Try again what could not be delivered")
            .WithDescription("All that is stuck in a delivery, or one revision of it. What fails again stays, with its reason. 404 when there is none.")
            .AnswersProblems(StatusCodes.Status404NotFound);
        group.MapDelete("/{delivery}", DropAsync)
            .WithName("DropDeadLetters")
            .WithSummary("Give up what could not be delivered")
            .WithDescription("All that is stuck in a delivery, or one revision of it. The activity or agent itself stays as it is. 404 when there is none.")
            .AnswersProblems(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<DeadLetterPage>, Problem>> ListAsync(
        [Description("How many at most."), DocumentedQuery(typeof(int), Least = 1, Most = MostLimit, Default = DefaultLimit)] string? limit,
        IRegistryStore store,
        CancellationToken cancellationToken)
    {
        var text = new QueryText();
        var most = text.Whole(limit, "limit", DefaultLimit, 1, MostLimit);
        return text.Faults.Count > 0
            ? Problem.Invalid(text.Faults)
            : TypedResults.Ok(new DeadLetterPage { Entries = [.. (await store.Stuck.ListAsync(most, cancellationToken)).Select(DeadLetterItem.Of)] });
    }

    private static async Task<Results<Ok<DeadLetterChanged>, Problem>> ReplayAsync(
        string delivery,
        [Description("Only this one."), DocumentedQuery(typeof(long))] string? revision,
        IRegistryStore store,
        FeedSignal signal,
        CancellationToken cancellationToken)
    {
        var result = await ChangeAsync(delivery, revision, store.Stuck.ReplayAsync, cancellationToken);
        signal.Pulse();
        return result;
    }

    private static Task<Results<Ok<DeadLetterChanged>, Problem>> DropAsync(
        string delivery,
        [Description("Only this one."), DocumentedQuery(typeof(long))] string? revision,
        IRegistryStore store,
        CancellationToken cancellationToken) =>
        ChangeAsync(delivery, revision, store.Stuck.DropAsync, cancellationToken);

    private static async Task<Results<Ok<DeadLetterChanged>, Problem>> ChangeAsync(
        string delivery, string? revision, Func<string, long?, CancellationToken, Task<int>> change, CancellationToken cancellationToken)
    {
        long? only = null;
        if (!string.IsNullOrEmpty(revision))
        {
            if (!long.TryParse(revision, NumberStyles.None, CultureInfo.InvariantCulture, out var one))
            {
                return Problem.Invalid("revision", "must be the revision of an entry: a whole number");
            }

            only = one;
        }

        var changed = await change(delivery, only, cancellationToken);
        return changed > 0
            ? TypedResults.Ok(new DeadLetterChanged { Entries = changed })
            : Problem.OfStatus(StatusCodes.Status404NotFound, "Nothing of that kind is stuck.");
    }
}
