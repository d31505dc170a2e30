using System.Globalization;
using System.Text.Json;

namespace AgentRegistry.Faults.Following;

/// <summary>Follows by server-sent events.</summary>
public sealed class StreamFollower(Uri api) : Follower("/api/v1/stream", api)
{
    private const string Data = "data: ";
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);

    protected override async Task FollowAsync(CancellationToken stopping)
    {
        using var http = new HttpClient { BaseAddress = Api, Timeout = ConnectLimit };
        using var request = new HttpRequestMessage(HttpMethod.Get, Name);
        request.Headers.Add("Last-Event-ID", Last.ToString(CultureInfo.InvariantCulture));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stopping);
        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync(stopping);
        using var reader = new StreamReader(stream);
        string? data = null;
        while (await reader.ReadLineAsync(stopping) is { } line)
        {
            if (line.StartsWith(Data, StringComparison.Ordinal))
            {
                data = line[Data.Length..];
            }
            else if (line.Length == 0 && data is not null)
            {
                // Only the empty line says that the event is whole.
                using var frame = JsonDocument.Parse(data);
                Keep(frame.RootElement);
                data = null;
            }
        }
    }
}
