namespace AgentRegistry.Measuring;

/// <summary>Asks a server that may not be there yet.</summary>
internal static class Probe
{
    /// <summary>The answer's text; null while there is no good one.</summary>
    public static async Task<string?> AskAsync(HttpClient client, string path, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(path, cancellationToken);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(cancellationToken) : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException { InnerException: TimeoutException })
        {
            return null;
        }
    }
}
