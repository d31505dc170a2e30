using System.Globalization;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace AgentRegistry.Hosting.Bus;

/// <summary>
/// For operators: what ended in a queue's error queue is shown, sent again, or dropped. Each message is taken off its error queue
/// only when the broker has confirmed it in the other one.
/// </summary>
internal sealed class ErrorQueues(Uri broker, TextWriter output)
{
    public const string Usage =
        """
        errors show QUEUE      what ended in QUEUE_error, and why (the first 100)
        errors replay QUEUE    send it to QUEUE again, whole; what fails again comes back
        errors drop QUEUE      delete it
        """;

    private const int MostShown = 100;
    private const int MostCharacters = 300;

    /// <summary>Runs a command, such as <c>replay activity-logged</c>. Returns the exit code.</summary>
    public async Task<int> RunAsync(string verb, string queue, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory { Uri = broker, AutomaticRecoveryEnabled = false };
        await using var connection = await factory.CreateConnectionAsync("error queues", cancellationToken);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken);
        var errors = queue + "_error";
        try
        {
            // Only what is there now: what fails again comes back behind it.
            var waiting = await channel.MessageCountAsync(errors, cancellationToken);
            var done = verb switch
            {
                "show" => await ShowAsync(channel, errors, Math.Min(waiting, MostShown)),
                "replay" => await ReplayAsync(channel, errors, queue, waiting),
                _ => await channel.QueuePurgeAsync(errors, cancellationToken),
            };
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{verb}: {done} of {waiting} messages of {errors}"));
            return 0;
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            await output.WriteLineAsync($"{errors}: no such queue; nothing of {queue} has ever failed");
            return 0;
        }
    }

    private async Task<uint> ShowAsync(IChannel channel, string errors, uint count)
    {
        ulong last = 0;
        for (var i = 0u; i < count && await channel.BasicGetAsync(errors, autoAck: false) is { } message; i++)
        {
            last = message.DeliveryTag;
            var text = Encoding.UTF8.GetString(message.Body.Span);
            await output.WriteLineAsync($"{Header(message, "MT-Fault-Timestamp")}  {Header(message, "MT-Fault-Message")}");
            await output.WriteLineAsync($"  {(text.Length > MostCharacters ? text[..MostCharacters] + " …" : text).ReplaceLineEndings(" ")}");
        }

        if (last > 0)
        {
            await channel.BasicNackAsync(last, multiple: true, requeue: true);
        }

        return count;
    }

    private static async Task<uint> ReplayAsync(IChannel channel, string errors, string queue, uint count)
    {
        var done = 0u;
        for (; done < count && await channel.BasicGetAsync(errors, autoAck: false) is { } message; done++)
        {
            var properties = new BasicProperties(message.BasicProperties) { Persistent = true, Expiration = null };
            foreach (var header in properties.Headers?.Keys.Where(IsOfTheFault).ToList() ?? [])
            {
                properties.Headers!.Remove(header);
            }

            await channel.BasicPublishAsync("", queue, mandatory: true, properties, message.Body);
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
        }

        return done;
    }

    private static bool IsOfTheFault(string header) =>
        header.StartsWith("MT-Fault-", StringComparison.Ordinal) || string.Equals(header, "MT-Reason", StringComparison.Ordinal);

    private static string Header(BasicGetResult message, string name) =>
        message.BasicProperties.Headers?.TryGetValue(name, out var value) == true && value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : "";
}
