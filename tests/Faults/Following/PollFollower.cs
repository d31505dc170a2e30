using System.Text.Json;

namespace AgentRegistry.Faults.Following;

/// <summary>Follows by long poll.</summary>
public sealed class PollFollower(Uri api) : Follower("/api/v1/changes", api)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    protected override async Task FollowAsync(CancellationToken stopping)
    {
        using var http = new HttpClient { BaseAddress = Api, Timeout = Limit };
        while (true)
        {
            await using var answer = await http.GetStreamAsync($"{Name}?since={Last}&wait=5s&limit=1000", stopping);
            using var page = await JsonDocument.ParseAsync(answer, cancellationToken: stopping);
            foreach (var frame in page.RootElement.GetProperty("changes").EnumerateArray())
            {
                Keep(frame);
            }
        }
    }
}
