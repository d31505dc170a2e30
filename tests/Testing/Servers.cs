namespace AgentRegistry.Testing;

/// <summary>The real servers that the tests use, by the addresses in the environment.</summary>
public static class Servers
{
    public static string RabbitMq => Address("ConnectionStrings__RabbitMq");

    public static string Postgres => Address("ConnectionStrings__Postgres");

    public static string Redis => Address("ConnectionStrings__Redis");

    private static string Address(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException($"{name} is not set: run ./test.sh, or first: eval \"$(eng/services.sh up)\"");
}
