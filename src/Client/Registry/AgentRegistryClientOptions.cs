namespace AgentRegistry.Client;

/// <summary>How the registry is reached.</summary>
public sealed class AgentRegistryClientOptions
{
    /// <summary>
    /// The broker, such as <c>amqp://user:password@host:5672/vhost</c>: the client opens a connection of its own. Null, the default: it uses
    /// the bus that the process has (<c>AddMassTransit</c>), as beside an embedded registry.
    /// </summary>
    public Uri? RabbitMq { get; set; }

    /// <summary>How long a call waits for its answer; 0.1 s to 10 minutes. Default: 10 s.</summary>
    public TimeSpan AnswerLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>What is out of bounds; null when nothing is.</summary>
    internal string? Fault() =>
        RabbitMq is { } broker && (!broker.IsAbsoluteUri || broker.Scheme is not ("amqp" or "amqps" or "rabbitmq" or "rabbitmqs"))
            ? $"{nameof(RabbitMq)} must be an address such as amqp://user:password@host:5672/vhost"
        : AnswerLimit < TimeSpan.FromMilliseconds(100) || AnswerLimit > TimeSpan.FromMinutes(10)
            ? $"{nameof(AnswerLimit)} is {AnswerLimit}; it must be 0.1 s to 10 minutes"
        : null;
}
