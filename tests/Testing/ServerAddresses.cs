namespace AgentRegistry.Testing;

/// <summary>Where programs are told to find the servers: at the servers themselves, or at something put in between.</summary>
public sealed record ServerAddresses(string RabbitMq, string Postgres, string Redis)
{
    public static ServerAddresses Direct => new(Servers.RabbitMq, Servers.Postgres, Servers.Redis);
}
