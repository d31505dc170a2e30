namespace AgentRegistry.Hosting.Health;

/// <summary>Asks a running process how it is: what a container image without curl uses for its health check.</summary>
internal static class HealthProbe
{
    public static async Task<int> RunAsync(Uri address)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
        try
        {
            using var answer = await client.GetAsync(address);
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }
}
