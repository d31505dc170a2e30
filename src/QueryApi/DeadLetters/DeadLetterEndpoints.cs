using System.ComponentModel;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.QueryApi.Responses;
using AgentRegistry.Storage;
using AgentRegistry.Storage.DeadLetters;
using AgentRegistry.Storage.Feed;

namespace AgentRegistry.QueryApi.DeadLetters;

/// <summary>
/// For operators: what could not be delivered. These change the deliveries' own table and no agent, so they do not go over the
/// bus, which may be what fails.
/// </summary>
internal static class DeadLetterEndpoints
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1_000;

    public static void MapDeadLetters(this IEndpointRouteBuilder routes)
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
            .WithDescription("All dead letters of a delivery, or one revision of it. What fails again stays, with its reason. 404 when there is none.")
            .AnswersProblems(StatusCodes.Status404NotFound);
        group.MapDelete("/{delivery}", DropAsync)
            .WithName("DropDeadLetters")
            .WithSummary("Drop what could not be delivered")
            .WithDescription("All dead letters of a delivery, or one revision of it. The activity or agent itself stays as it is. 404 when there is none.")
            .AnswersProblems(StatusCodes.Status404NotFound);
    }

    private static async Task<Response<DeadLetterPage>> ListAsync(
        [Description("How many at most."), DocumentedQuery(typeof(int), Minimum = 1, Maximum = MaxLimit, Default = DefaultLimit)] string? limit,
        ApiRequest request,
        IRegistryStore store)
    {
        var count = request.Text.Whole(limit, "limit", DefaultLimit, 1, MaxLimit);
        return request.Problem() is { } problem
            ? problem
            : new DeadLetterPage { Entries = [.. (await store.Stuck.ListAsync(count, request.Aborted)).Select(DeadLetterItem.Of)] };
    }

    private static async Task<Response<DeadLetterChanged>> ReplayAsync(
        string delivery, [Description("Only this one."), DocumentedQuery(typeof(long))] string? revision, ApiRequest request, IRegistryStore store, FeedSignal signal)
    {
        var response = await ChangeAsync(delivery, revision, store.Stuck.ReplayAsync, request);
        signal.Pulse();
        return response;
    }

    private static Task<Response<DeadLetterChanged>> DropAsync(
        string delivery, [Description("Only this one."), DocumentedQuery(typeof(long))] string? revision, ApiRequest request, IRegistryStore store) =>
        ChangeAsync(delivery, revision, store.Stuck.DropAsync, request);

    private static async Task<Response<DeadLetterChanged>> ChangeAsync(
        string delivery, string? revision, Func<string, long?, CancellationToken, Task<int>> change, ApiRequest request)
    {
        var only = request.Text.Revision(revision, "revision");
        if (request.Problem() is { } problem)
        {
            return problem;
        }

        var changed = await change(delivery, only, request.Aborted);
        return changed > 0
            ? new DeadLetterChanged { Entries = changed }
            : Problem.OfStatus(StatusCodes.Status404NotFound, "No such dead letter.");
    }
}

/// <summary>What could not be delivered and waits for somebody to decide.</summary>
internal sealed record DeadLetterPage
{
    /// <summary>Oldest revision first.</summary>
    public required IReadOnlyList<DeadLetterItem> Entries { get; init; }
}

/// <summary>An entry of the feed that a delivery gave up on.</summary>
internal sealed record DeadLetterItem
{
    /// <summary>Which delivery: <c>relay</c> (events on the bus), <c>memory</c> (the tables' memory), <c>memory_server</c>.</summary>
    public required string Delivery { get; init; }

    /// <summary>Its place in the feed.</summary>
    public required long Revision { get; init; }

    /// <summary>The agent it is about; empty for a notice of the registry.</summary>
    public required string AgentId { get; init; }

    /// <summary>Why, when it was last tried.</summary>
    public required string Reason { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it was last tried.</summary>
    public required DateTimeOffset StuckAt { get; init; }

    /// <summary>True when it is about to be tried again.</summary>
    public required bool Replays { get; init; }

    /// <summary>The event, as text: it may be no JSON.</summary>
    public required string Body { get; init; }

    public static DeadLetterItem Of(DeadLetter stuck) => new()
    {
        Delivery = stuck.Delivery,
        Revision = stuck.Entry.Revision,
        AgentId = stuck.Entry.AgentId,
        Reason = stuck.Reason,
        Attempts = stuck.Attempts,
        StuckAt = stuck.StuckAt,
        Replays = stuck.Replays,
        Body = stuck.Entry.Body,
    };
}

/// <summary>How many entries it was.</summary>
internal sealed record DeadLetterChanged
{
    /// <summary>How many.</summary>
    public required int Entries { get; init; }
}
