using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.EndToEnd;

/// <summary>Who is chosen for a query, why, and how that follows what happens.</summary>
public abstract class RoutingSpecification(ISystem system)
{
    private readonly ApiClient _api = system.Api;
    private readonly SessionClient _sessions = new(system.Api);

    [Fact]
    public async Task Query_goes_to_the_more_successful_agent_and_never_to_a_draining_one()
    {
        var word = Word("zyzzyva");
        var (good, bad, draining) = (NewId("good"), NewId("bad"), NewId("draining"));
        foreach (var id in new[] { bad, good, draining })
        {
            await _api.PostAsync("/api/v1/agents", new { id, name = "Cutter", capabilities = new[] { new { name = $"cut_{word}", description = $"Cuts any {word}" } } });
            await _api.PostAsync($"/api/v1/agents/{id}/heartbeat", null);
            await _api.PostAsync("/api/v1/agents/activity", new { agent_id = id, task_id = "t", status = id == bad ? "failed" : "success", duration_ms = 20 });
        }

        await _api.SendAsync(HttpMethod.Patch, $"/api/v1/agents/{draining}/status", new { draining = true });
        var decision = await _api.PostAsync("/api/v1/route", new { query = $"Please cut my {word}", include_rejected = true });

        ((bool)decision["fits"]!).ShouldBeTrue(decision.Text);
        decision["candidates"]!.AsArray().Select(candidate => (string?)candidate!["agent_id"]).ShouldBe([good, bad]);
        ((string?)decision["candidates"]![0]!["capability"]).ShouldBe($"cut_{word}");
        decision["candidates"]![0]!["reasons"]!.AsArray().Select(reason => (string?)reason).ShouldContain("1 of 1 tasks succeeded");
        ((string?)decision["rejected"]!.AsArray().Single(rejected => (string?)rejected!["agent_id"] == draining)!["reason"])!.ShouldContain("draining");

        var nobody = await _api.PostAsync("/api/v1/route", new { query = "qwertzuiop asdfghjkl" });
        ((bool)nobody["fits"]!).ShouldBeFalse();
        nobody["candidates"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Successful_answer_attracts_similar_queries_in_its_workspace_only()
    {
        var word = Word("quokka");
        var (ledger, post) = (NewId("ledger"), NewId("post"));
        await RegisterAsync(ledger, "Keeps the accounts");
        await RegisterAsync(post, "Sends letters");
        (await RouteAsync(new { query = $"give me a {word}" }))["fits"].AsBool().ShouldBe(false);

        var session = await _sessions.CreateAsync("alice");
        await _sessions.CallAsync(session, ledger, $"I want a {word}", "done");
        await _sessions.CallAsync(session, ledger, $"another {word} for my order", "done");

        await Eventually.HoldsAsync(async () => (await RouteAsync(new { query = $"give me a {word}" }))["candidates"]!.AsArray() is [{ } best, ..]
            && (string?)best["agent_id"] == ledger
            && best["answered_queries"].AsInt() == 2);
        (await _api.PostAsync("/api/v1/route", new { query = $"give me a {word}", workspace = "default" }))["fits"].AsBool().ShouldBe(false);
    }

    [Fact]
    public async Task Vague_follow_up_goes_to_the_last_called_agent()
    {
        var tickets = NewId("tickets");
        await RegisterAsync(tickets, "Finds tickets of support");
        var session = await _sessions.CreateAsync("alice");
        await _sessions.CallAsync(session, tickets, "show my tickets", "three are open");

        var decision = await RouteAsync(new { query = "show me more details", session_id = session });
        decision["follows_up"].AsBool().ShouldBe(true, decision.Text);
        ((string?)decision["candidates"]![0]!["agent_id"]).ShouldBe(tickets);
        (await RouteAsync(new { query = "show me more details", session_id = "no-session" }))["follows_up"].AsBool().ShouldBe(false);
        (await _api.PostAsync("/api/v1/route", new { query = "show me more details", session_id = session }))["follows_up"].AsBool().ShouldBe(false);
    }

    [Fact]
    public async Task Route_can_be_read_later_by_its_workspace_only()
    {
        var word = Word("bilby");
        var (chosen, draining) = (NewId("chosen"), NewId("draining"));
        await RegisterAsync(chosen, $"Finds any {word}");
        await RegisterAsync(draining, $"Finds any {word}");
        await _api.SendAsync(HttpMethod.Patch, $"/api/v1/agents/{draining}/status", new { draining = true });

        var decision = await RouteAsync(new { query = $"find a {word}" });
        decision["rejected"]!.AsArray().ShouldBeEmpty();
        var path = $"/api/v1/routes/{decision["route_id"]}";
        var explained = await _sessions.GetAsync(path);

        explained.Status.ShouldBe(200, explained.Text);
        ((string?)explained["query"], (string?)explained["workspace"]).ShouldBe(($"find a {word}", _sessions.Workspace));
        ((string?)explained["candidates"]![0]!["agent_id"]).ShouldBe(chosen);
        ((string?)explained["rejected"]!.AsArray().Single()!["reason"])!.ShouldContain("draining");
        (await _api.GetAsync(path)).Type().ShouldBe((404, "route_not_found"));
        (await _sessions.GetAsync($"/api/v1/routes/{Guid.NewGuid()}")).Status.ShouldBe(404);
        (await _sessions.GetAsync($"/api/v1/routes/{Guid.Empty}")).Status.ShouldBe(400);
        var nonsense = await _sessions.GetAsync("/api/v1/routes/nonsense");
        nonsense.Type().ShouldBe((400, "invalid_request"));
        nonsense.Text.ShouldContain("UUID");
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("?!", 400)]
    [InlineData("🎫🎫", 400)]
    [InlineData("the of and", 200)]
    [InlineData("x", 200)]
    [InlineData("مرحبا بالعالم", 200)]
    [InlineData("a\u0000b\u0007", 200)]
    [InlineData("(a+)+$ .* [", 200)]
    [InlineData("'; drop table registry.agent; --", 200)]
    public async Task Any_query_is_answered_or_refused(string query, int status)
    {
        var answer = await RouteAsync(new { query });
        answer.Status.ShouldBe(status, answer.Text);
        if (status == 200)
        {
            (await _sessions.GetAsync($"/api/v1/routes/{answer["route_id"]}")).Status.ShouldBe(200);
        }
    }

    [Fact]
    public async Task Long_query_is_answered_and_a_longer_one_is_refused()
    {
        var document = string.Join(' ', Enumerable.Range(0, 100_000 / 7).Select(i => $"word{i % 1_000}"));
        var answer = await RouteAsync(new { query = document });
        answer.Status.ShouldBe(200, answer.Text);
        ((string)answer["query"]!).Length.ShouldBe(1_024);
        (await RouteAsync(new { query = document + document })).Type().ShouldBe((400, "invalid_request"));
    }

    private static string NewId(string name) => $"{name}-{Guid.NewGuid():N}";

    private Task<Answer> RouteAsync(object query) => _sessions.SendAsync("POST", "/api/v1/route", query);

    /// <summary>A word that nobody else uses, in letters alone: of letters and digits the parts would count, and an id may share one.</summary>
    private static string Word(string like) => like + string.Concat($"{Guid.NewGuid():N}"[..12].Select(digit => (char)('a' + Convert.ToInt32($"{digit}", 16))));

    private async Task RegisterAsync(string id, string description)
    {
        await _api.PostAsync("/api/v1/agents", new { id, name = id, description, workspace = _sessions.Workspace });
        await _api.PostAsync($"/api/v1/agents/{id}/heartbeat", null);
    }
}
