using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.EndToEnd;

/// <summary>One feed over WebSocket, server-sent events and long poll: resumed without gap or repeat.</summary>
public abstract class FeedSpecification(ISystem system)
{
    private readonly ApiClient _api = system.Api;

    [Fact]
    public async Task Long_poll_returns_the_head_then_changes_since_it()
    {
        var start = await _api.GetAsync("/api/v1/changes");
        start.Status.ShouldBe(200, start.Text);
        start["changes"]!.AsArray().ShouldBeEmpty();
        var id = await RegisterAsync("polled");
        await LogAsync(id, "1");

        var changes = await ReadUpToAsync((long)start["revision"]!, change => (string?)change["task_id"] == "1" && (string?)change["agent_id"] == id);

        changes.Select(change => (long)change["revision"]!).ShouldBe(
            Enumerable.Range(1, changes.Count).Select(i => (long)start["revision"]! + i));
        changes.Where(change => (string?)change["agent_id"] == id).Select(change => (string?)change["type"]).Distinct()
            .ShouldBe(["agent_update", "agent_activity_update"]);
    }

    [Fact]
    public async Task Long_poll_waits_for_the_next_change()
    {
        var id = await RegisterAsync("awaited");
        var since = (long)(await _api.GetAsync("/api/v1/changes"))["revision"]!;
        var waiting = ReadUpToAsync(since, change => (string?)change["agent_id"] == id);
        waiting.IsCompleted.ShouldBeFalse();

        await LogAsync(id, "2");

        ((string?)(await waiting)[^1]["type"]).ShouldBeOneOf("agent_update", "agent_activity_update");
    }

    [Theory]
    [InlineData("since=0&limit=0", 400, "limit")]
    [InlineData("since=0&wait=61", 400, "wait")]
    [InlineData("since=0&wait=soon", 400, "wait")]
    [InlineData("since=-1", 400, "since")]
    [InlineData("since=yesterday", 400, "since")]
    [InlineData("since=9223372036854775807", 410, null)]
    public async Task Invalid_long_poll_says_why(string query, int status, string? field)
    {
        var answer = await _api.GetAsync("/api/v1/changes?" + query);
        answer.Status.ShouldBe(status, answer.Text);
        if (field is null)
        {
            ((long?)answer["revision"]).ShouldNotBeNull();
        }
        else
        {
            answer["errors"]!.AsObject().ShouldContainKey(field);
        }
    }

    [Fact]
    public async Task Long_poll_without_changes_ends_with_the_next_revision()
    {
        var since = long.MaxValue;
        var answer = new Answer(0, "", null, null, "");
        await Eventually.HoldsAsync(async () =>
        {
            // Other tests may change something meanwhile.
            since = (long)(await _api.GetAsync("/api/v1/changes"))["revision"]!;
            answer = await _api.GetAsync($"/api/v1/changes?since={since}&wait=1s");
            return answer["changes"]!.AsArray().Count == 0;
        });
        ((long?)answer["revision"]).ShouldBe(since);
    }

    [Fact]
    public async Task Cut_stream_resumes_after_the_last_event()
    {
        var id = await RegisterAsync("streamed");
        var since = (long)(await _api.GetAsync("/api/v1/changes"))["revision"]!;
        for (var i = 0; i < 6; i++)
        {
            await LogAsync(id, $"{i}");
        }

        var seen = new List<ServerSentEvent>();
        string? last = null;
        for (var part = 0; part < 3; part++)
        {
            // The connection is given up after two events of ours, with others perhaps under way.
            await foreach (var item in StreamAsync(last is null ? $"?since={since}" : "", last))
            {
                last = item.Id ?? last;
                if (item.Type == "agent_activity_update" && (string?)item.Data["agent_id"] == id)
                {
                    seen.Add(item);
                    if (seen.Count % 2 == 0)
                    {
                        break;
                    }
                }
            }
        }

        seen.Select(item => (string?)item.Data["task_id"]).ShouldBe(["0", "1", "2", "3", "4", "5"]);
        seen.ShouldAllBe(item => item.Id == ((long)item.Data["revision"]!).ToString());
    }

    [Fact]
    public async Task Snapshot_has_every_agent_an_end_mark_and_then_changes()
    {
        var id = await RegisterAsync("snapped");
        var seen = new List<ServerSentEvent>();
        await foreach (var item in StreamAsync("?snapshot=true", null))
        {
            seen.Add(item);
            if (item.Type == "snapshot_end")
            {
                await LogAsync(id, "after");
            }

            if (item.Type == "agent_activity_update" && (string?)item.Data["agent_id"] == id)
            {
                break;
            }
        }

        seen[0].Type.ShouldBe("hello");
        var end = seen.FindIndex(item => item.Type == "snapshot_end");
        var agents = seen[1..end];
        agents.ShouldAllBe(item => item.Type == "agent_update" && item.Id == null && (string?)item.Data["change"] == "snapshot");
        ((string?)agents.Single(item => (string?)item.Data["agent_id"] == id).Data["agent"]!["name"]).ShouldBe("Followed");
        seen[end..].Select(item => long.Parse(item.Id!)).ShouldBe(Enumerable.Range(0, seen.Count - end).Select(i => long.Parse(seen[end].Id!) + i));
    }

    [Fact]
    public async Task A_web_socket_gives_the_same_snapshot()
    {
        var id = await RegisterAsync("socketed");
        await using var live = await LiveClient.ConnectAsync(system.Address, "snapshot=true");
        await live.FrameAsync(frame => (string?)frame["type"] == "snapshot_end");
        live.Frames.ShouldContain(frame => (string?)frame["change"] == "snapshot" && (string?)frame["agent_id"] == id);
        await LogAsync(id, "1");
        await live.FrameAsync(frame => (string?)frame["type"] == "agent_activity_update" && (string?)frame["agent_id"] == id);
    }

    [Fact]
    public async Task Stream_ahead_of_the_log_must_take_a_snapshot()
    {
        await foreach (var item in StreamAsync("", "9223372036854775807"))
        {
            if (item.Type != "hello")
            {
                item.Type.ShouldBe("snapshot_needed");
                item.Id.ShouldBe(((long)item.Data["revision"]!).ToString());
                break;
            }

            item.Id.ShouldBeNull();
        }
    }

    [Fact]
    public async Task Feed_of_a_workspace_has_nothing_of_others()
    {
        var ours = $"workspace-{Guid.NewGuid():N}";
        var since = (long)(await _api.GetAsync("/api/v1/changes"))["revision"]!;
        var theirs = await RegisterAsync("theirs");
        var mine = await RegisterAsync("mine", ours);
        await LogAsync(theirs, "1");
        await LogAsync(mine, "1");
        await LogAsync(theirs, "2");

        var page = await _api.SendAsync(HttpMethod.Get, $"/api/v1/changes?since={since}&wait=30s", null, ("X-Workspace", ours));
        page["changes"]!.AsArray().Where(change => (string?)change!["type"] != "registry_notice").Select(change => (string?)change!["agent_id"])
            .Distinct().ShouldBe([mine]);

        await foreach (var item in StreamAsync($"?since={since}&workspace={ours}", null))
        {
            (item.Type is "hello" or "registry_notice" || (string?)item.Data["agent_id"] == mine).ShouldBeTrue($"{item}");
            if (item.Type == "agent_activity_update")
            {
                break;
            }
        }

        await using var live = await LiveClient.ConnectAsync(system.Address, $"snapshot=true&workspace={ours}");
        await live.FrameAsync(frame => (string?)frame["type"] == "snapshot_end");
        await LogAsync(theirs, "3");
        await LogAsync(mine, "3");
        await live.FrameAsync(frame => (string?)frame["type"] == "agent_activity_update");
        live.Frames.Where(frame => frame["agent_id"] is not null).ShouldAllBe(frame => (string?)frame["agent_id"] == mine);
    }

    [Fact]
    public async Task Quiet_workspace_gets_the_revision_it_has_seen()
    {
        var since = (long)(await _api.GetAsync("/api/v1/changes"))["revision"]!;
        var id = await RegisterAsync("elsewhere");
        await LogAsync(id, "1");
        var head = (long)(await _api.GetAsync("/api/v1/changes"))["revision"]!;

        var page = await _api.GetAsync($"/api/v1/changes?since={since}&wait=0s&workspace=nobody-{Guid.NewGuid():N}");

        page["changes"]!.AsArray().Where(change => (string?)change!["type"] != "registry_notice").ShouldBeEmpty();
        ((long)page["revision"]!).ShouldBeGreaterThanOrEqualTo(head);
    }

    [Fact]
    public async Task Long_poll_without_wait_returns_at_once()
    {
        var since = (long)(await _api.GetAsync("/api/v1/changes"))["revision"]!;
        var id = await RegisterAsync("unawaited");

        var page = await _api.GetAsync($"/api/v1/changes?since={since}&wait=0");

        page["changes"]!.AsArray().ShouldContain(change => (string?)change!["agent_id"] == id);
    }

    [Fact]
    public async Task Invalid_workspace_is_refused()
    {
        (await _api.GetAsync("/api/v1/changes?since=0&workspace=*"))["errors"]!.AsObject().ShouldContainKey("workspace");
        (await _api.SendAsync(HttpMethod.Get, "/api/v1/changes?since=0&workspace=a", null, ("X-Workspace", "b")))["errors"]!.AsObject().ShouldContainKey("workspace");
        (await _api.SendAsync(HttpMethod.Get, "/api/v1/stream", null, ("X-Workspace", "%")))["errors"]!.AsObject().ShouldContainKey("X-Workspace");
    }

    [Fact]
    public async Task Invalid_stream_request_says_why()
    {
        (await _api.GetAsync("/api/v1/stream?since=x"))["errors"]!.AsObject().ShouldContainKey("since");
        (await _api.GetAsync("/api/v1/stream?since=1&snapshot=true"))["errors"]!.AsObject().ShouldContainKey("snapshot");
        (await _api.GetAsync("/api/v1/stream?snapshot=maybe")).Status.ShouldBe(400);
    }

    private async Task<string> RegisterAsync(string name, string workspace = "default")
    {
        var id = $"{name}-{Guid.NewGuid():N}";
        (await _api.PostAsync("/api/v1/agents", new { id, name = "Followed", workspace, capabilities = Array.Empty<object>() })).Status.ShouldBe(201);
        return id;
    }

    private async Task LogAsync(string id, string task) =>
        (await _api.PostAsync("/api/v1/agents/activity", new { agent_id = id, task_id = task, status = "success" })).Status.ShouldBe(200);

    /// <summary>Asks again and again, as a client does, until a change fits.</summary>
    private async Task<List<JsonNode>> ReadUpToAsync(long since, Func<JsonNode, bool> fits)
    {
        var changes = new List<JsonNode>();
        while (!changes.Any(fits))
        {
            var page = await _api.GetAsync($"/api/v1/changes?since={since}&wait=20s&limit=7");
            page.Status.ShouldBe(200, page.Text);
            changes.AddRange(page["changes"]!.AsArray().Select(change => change!.DeepClone()));
            since = (long)page["revision"]!;
        }

        return changes;
    }

    private async IAsyncEnumerable<ServerSentEvent> StreamAsync(string query, string? lastEventId)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/stream" + query);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        using var response = await _api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        await using var stream = await response.Content.ReadAsStreamAsync(limit.Token);
        using var reader = new StreamReader(stream);
        string? id = null, type = null, data = null;
        while (await reader.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Length == 0 && data is not null)
            {
                yield return new(id, type!, JsonNode.Parse(data)!);
                (id, type, data) = (null, null, null);
            }
            else if (line.Split(": ", 2) is [var field, var value])
            {
                (id, type, data) = field switch
                {
                    "id" => (value, type, data),
                    "event" => (id, value, data),
                    _ => (id, type, value),
                };
            }
        }
    }

    private sealed record ServerSentEvent(string? Id, string Type, JsonNode Data);
}
