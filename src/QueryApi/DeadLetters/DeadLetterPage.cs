using AgentRegistry.Storage.DeadLetters;

namespace AgentRegistry.QueryApi.DeadLetters;

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
