namespace AgentRegistry.Measuring;

/// <summary>Where the running services are.</summary>
internal sealed record ServiceAddresses(string RabbitMq, string Postgres, string Redis)
{
    /// <summary>Null, with a line on standard error, when one is not given.</summary>
    public static ServiceAddresses? FromEnvironment()
    {
        var names = new[] { "ConnectionStrings__RabbitMq", "ConnectionStrings__Postgres", "ConnectionStrings__Redis" };
        var missing = names.Where(name => string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(name))).ToList();
        if (missing.Count > 0)
        {
            Console.Error.WriteLine($"{string.Join(", ", missing)} must be set: eval \"$(eng/services.sh up)\"");
            return null;
        }

        var values = names.Select(name => Environment.GetEnvironmentVariable(name)!).ToArray();
        return new ServiceAddresses(values[0], values[1], values[2]);
    }
}
