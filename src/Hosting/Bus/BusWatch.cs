using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace AgentRegistry.Hosting.Bus;

/// <summary>Nobody listens to it: that the broker confirms it is all it is for.</summary>
internal sealed record BusProbe;

/// <summary>
/// Ends the process when its bus is stuck. RabbitMQ.Client 7.1 loses a connection for good now and then, when it is cut while
/// much is being published (docs/decisions/0023): neither the client nor MassTransit notices, and what is published waits for
/// ever. A process that dies is replaced in seconds by whatever runs it; one that hangs is replaced by nobody.
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
