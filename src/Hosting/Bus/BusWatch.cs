using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace AgentRegistry.Hosting.Bus;

/// <summary>Has no consumer: only its confirm matters.</summary>
internal sealed record BusProbe;

/// <summary>
/// Ends the process when its bus is stuck. RabbitMQ.Client, up to 7.2.2 at least, can lose a connection that is cut under load for good
/// (docs/decisions/0023): neither the client nor MassTransit notices, and publishers wait for ever. A process that ends is restarted in
/// seconds by whatever runs it; one that hangs is not.
/// </summary>
/// <param name="broker">The broker's address.</param>
/// <param name="bus">The bus.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told why it ended.</param>
internal sealed partial class BusWatch(Uri broker, IBusControl bus, TimeProvider time, ILogger<BusWatch> logger) : BackgroundService
{
    /// <summary>For those who run the process: start it again.</summary>
    public const int ExitCode = 75;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PauseAfterTrouble = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var rule = StuckBusRule.Start;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                rule = rule.After(await LookAsync(stoppingToken));
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            if (rule.IsStuck(time.GetUtcNow()))
            {
                End(bus.CheckHealth().Description);
            }

            await Task.Delay(rule is { Unconfirmed: 0, NotReadySince: null } ? Pause : PauseAfterTrouble, time, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<BusLook> LookAsync(CancellationToken cancellationToken)
    {
        var isReady = bus.CheckHealth().Status == BusHealthStatus.Healthy;
        var isConfirmed = await IsConfirmedAsync(cancellationToken);
        var answers = (isReady && isConfirmed) || await BrokerAnswersAsync(cancellationToken);
        return new BusLook(time.GetUtcNow(), isConfirmed, isReady, answers);
    }

    private Task<bool> IsConfirmedAsync(CancellationToken cancellationToken) =>
        SucceedsAsync(limit => bus.Publish(new BusProbe(), limit), cancellationToken);

    private Task<bool> BrokerAnswersAsync(CancellationToken cancellationToken) => SucceedsAsync(
        async limit =>
        {
            var factory = new ConnectionFactory { Uri = broker, AutomaticRecoveryEnabled = false, RequestedConnectionTimeout = Limit, ContinuationTimeout = Limit };
            await using var connection = await factory.CreateConnectionAsync("bus watch", limit);
            await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), limit);

            // To no queue at all: a broker that blocks its publishers does not confirm it.
            await channel.BasicPublishAsync("amq.fanout", "", ReadOnlyMemory<byte>.Empty, limit);
        },
        cancellationToken);

    private async Task<bool> SucceedsAsync(Func<CancellationToken, Task> attempt, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // The wait ends by itself: what is stuck need not look at the token.
            await attempt(either.Token).WaitAsync(either.Token);
            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // That it failed is the answer; why, the bus's own log says.
            return false;
        }
    }

    private void End(string reason)
    {
        LogStuck(reason);
        Console.Error.WriteLine($"The connection to RabbitMQ is stuck ({reason}): ending with {ExitCode}, to be started again.");
        Environment.Exit(ExitCode);
    }

    [LoggerMessage(EventId = 1020, Level = LogLevel.Critical, Message = "The connection to RabbitMQ is stuck, though the broker answers ({Reason}): this process ends, to be started again")]
    private partial void LogStuck(string reason);
}

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
