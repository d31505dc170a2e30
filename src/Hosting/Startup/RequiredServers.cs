using Microsoft.Extensions.Configuration;

namespace AgentRegistry.Hosting.Startup;

/// <summary>A program that is one of many processes needs the servers that they share; alone it would wait for nobody.</summary>
public static class RequiredServers
{
    public static void Require(this IConfiguration configuration, params string[] names)
    {
        var missing = names.Where(name => string.IsNullOrWhiteSpace(configuration.GetConnectionString(name))).ToList();
        if (missing.Count > 0)
        {
            throw new CannotStartException(
                $"configuration: {string.Join(", ", missing.Select(name => $"ConnectionStrings__{name}"))} must be set. "
                + "To run everything in one process without servers, start Standalone.");
        }
    }
}
