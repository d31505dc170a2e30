namespace AgentRegistry.Hosting.Bus;

/// <summary>One look at the bus of this process, and at the broker over a connection that was made for the look.</summary>
/// <param name="At">When.</param>
/// <param name="IsConfirmed">A message that was published on the bus was confirmed in time.</param>
/// <param name="EndpointsAreReady">Every endpoint of the bus receives.</param>
/// <param name="BrokerAnswers">The broker takes a connection and confirms what is published over it. Asked for only where something is wrong.</param>
internal readonly record struct BusLook(DateTimeOffset At, bool IsConfirmed, bool EndpointsAreReady, bool BrokerAnswers);

/// <summary>When a bus is stuck: for a while nothing comes through, though the broker has been there all the time.</summary>
/// <param name="Unconfirmed">How many looks in a row found that nothing is confirmed.</param>
/// <param name="NotReadySince">Since when an endpoint has not received; null when all do.</param>
/// <param name="WasWell">Whether the bus has worked before: one that never did has another fault, of which its start tells.</param>
internal sealed record StuckBusRule(int Unconfirmed, DateTimeOffset? NotReadySince, bool WasWell)
{
    /// <summary>A bus takes some seconds to find its way back by itself, most of all on a busy machine.</summary>
    public const int MostUnconfirmed = 3;

    /// <summary>Endpoints come back one after the other, after pauses that grow.</summary>
    public static readonly TimeSpan LongestNotReady = TimeSpan.FromSeconds(20);

    public static StuckBusRule Start { get; } = new(0, null, WasWell: false);

    /// <summary>What is known after one more look.</summary>
    public StuckBusRule After(BusLook look) => look switch
    {
        { IsConfirmed: true, EndpointsAreReady: true } => Start with { WasWell = true },

        // Waiting for a broker is no fault of the bus, and what hung meanwhile may still come through.
        { BrokerAnswers: false } => Start with { WasWell = WasWell },
        _ => this with
        {
            Unconfirmed = look.IsConfirmed ? 0 : Unconfirmed + 1,
            NotReadySince = look.EndpointsAreReady ? null : NotReadySince ?? look.At,
        },
    };

    /// <summary>Whether it has to be given up.</summary>
    public bool IsStuck(DateTimeOffset now) => WasWell && (Unconfirmed >= MostUnconfirmed || now - NotReadySince >= LongestNotReady);
}
