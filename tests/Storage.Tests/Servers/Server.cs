namespace AgentRegistry.Storage.Tests;

/// <summary>The real servers that the stores are tested on.</summary>
internal static class Server
{
    public static string Postgres => Address("ConnectionStrings__Postgres");

    public static string Redis => Address("ConnectionStrings__Redis");

    /// <summary>Not skipped: a store that was not tried is not known to work.</summary>
    private static string Address(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } address
            ? address
            : throw new InvalidOperationException($"{variable} is not set. Run ./test.sh, which starts the servers.");
}
