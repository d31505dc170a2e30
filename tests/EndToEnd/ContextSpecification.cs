using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.EndToEnd;

/// <summary>Contexts as agents and an orchestrator use them over HTTP.</summary>
public abstract class ContextSpecification(ISystem system)
{
    private readonly ApiClient _api = system.Api;
    private readonly ContextClient _contexts = new(system.Api);

    [Fact]
    public async Task A_context_is_written_read_at_any_version_compared_rolled_back_listed_and_deleted()
    {
        var created = await _contexts.SendAsync(
            "PUT", ContextClient.Path("plan"), new { data = new { goal = "export", steps = new[] { "read", "write" } }, change_description = "first", created_by = "alice" });
        (created.Status, created["version"].AsInt(), (string?)created["outcome"], created.ETag).ShouldBe((201, 1, "created", "\"1\""));
        (await _contexts.WriteAsync("plan", new { goal = "export", steps = new[] { "read", "check", "write" } }, expected: 1))["version"].AsInt().ShouldBe(2);
        (await _contexts.SendAsync("PUT", $"{ContextClient.Path("plan")}/checkpoints/approved", new { version = 1 }))["version"].AsInt().ShouldBe(1);

        var latest = await _contexts.GetAsync("plan");
        (latest.Status, latest["current_version"].AsInt(), latest["read"]!["version"].AsInt(), latest.ETag).ShouldBe((200, 2, 2, "\"2\""));
        latest["data"]!["steps"]!.AsArray().Count.ShouldBe(3);
        latest["rollback_pointer"].ShouldBeNull();
        var first = await _contexts.GetAsync("plan", "?version=1");
        ((string?)first["read"]!["change_description"], (string?)first["read"]!["created_by"], first.ETag).ShouldBe(("first", "alice", "\"1\""));
        (await _contexts.GetAsync("plan", "?checkpoint=approved"))["data"]!.ToJsonString().ShouldBe(first["data"]!.ToJsonString());
        var diff = await _contexts.SendAsync("GET", $"{ContextClient.Path("plan")}/diff?from=1");
        (diff["from"].AsInt(), diff["to"].AsInt(), diff["patch"]!.ToJsonString()).ShouldBe((1, 2, """[{"op":"add","path":"/steps/1","value":"check"}]"""));

        var back = await _contexts.RollbackAsync("plan", new { to_checkpoint = "approved", change_description = "too slow" });
        (back.Status, back["version"].AsInt(), back["rollback_pointer"].AsInt(), (string?)back["rollback_state"]).ShouldBe((200, 3, 1, "success"));
        var restored = await _contexts.GetAsync("plan");
        restored["data"]!.ToJsonString().ShouldBe(first["data"]!.ToJsonString());
        (restored["current_version"].AsInt(), restored["rollback_pointer"].AsInt(), (string?)restored["rollback_state"], restored["read"]!["rollback_pointer"].AsInt())
            .ShouldBe((3, 1, "success", 1));

        var page = await _contexts.SendAsync("GET", $"{ContextClient.Path("plan")}/versions?limit=2");
        (page["versions"]![0]!["rollback_pointer"].AsInt(), page["total"].AsInt(), page["next_before"].AsInt()).ShouldBe((1, 3, 2));
        (await _contexts.SendAsync("GET", $"{ContextClient.Path("plan")}/versions?limit=2&before=2"))["versions"]!.AsArray().Count.ShouldBe(1);
        await _contexts.SendAsync("PUT", ContextClient.Path("plan", "another"), new { data = new { } });
        (await _contexts.SendAsync("GET", "/api/v1/contexts?agent=coder"))["contexts"]!.AsArray().Count.ShouldBe(1);
        (await _contexts.SendAsync("GET", "/api/v1/contexts"))["contexts"]!.AsArray().Count.ShouldBe(2);

        (await _contexts.SendAsync("DELETE", $"{ContextClient.Path("plan")}/checkpoints/approved")).Status.ShouldBe(200);
        (await _contexts.GetAsync("plan"))["checkpoints"]!.AsArray().ShouldBeEmpty();
        ((string?)(await _contexts.SendAsync("DELETE", ContextClient.Path("plan")))["outcome"]).ShouldBe("deleted");
        (await _contexts.GetAsync("plan")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Write_based_on_an_old_version_conflicts_and_stores_nothing()
    {
        await _contexts.WriteAsync("plan", new { n = 1 });
        await _contexts.WriteAsync("plan", new { n = 2 });
        var before = await _contexts.AllAsync();
        Answer[] refused =
        [
            await _contexts.WriteAsync("plan", new { n = 3 }, expected: 1),
            await _contexts.SendAsync("PUT", ContextClient.Path("plan"), new { data = new { n = 3 }, expected_version = 1 }),
            await _contexts.SendAsync("PUT", ContextClient.Path("plan"), new { data = new { n = 3 } }, ("If-None-Match", "*")),
            await _contexts.SendAsync("POST", $"{ContextClient.Path("plan")}/rollback", new { to_version = 1 }, ("If-Match", "\"1\"")),
            await _contexts.SendAsync("DELETE", ContextClient.Path("plan"), null, ("If-Match", "\"1\"")),
        ];

        foreach (var answer in refused)
        {
            answer.Type().ShouldBe((409, "context_version"));
            (answer["current_version"].AsInt(), answer.ETag).ShouldBe((2, "\"2\""));
        }

        (await _contexts.AllAsync()).ShouldBe(before);
        var none = await _contexts.WriteAsync("nothing", new { }, expected: 4);
        (none.Type(), none["current_version"].AsInt()).ShouldBe(((409, "context_version"), 0));
        (await _contexts.SendAsync("PUT", ContextClient.Path("nothing"), new { data = new { } }, ("If-None-Match", "*"))).Status.ShouldBe(201);
    }

    [Fact]
    public async Task One_of_twenty_concurrent_writers_wins_each_version()
    {
        await _contexts.WriteAsync("race", new { writer = -1 });
        var won = await Task.WhenAll(Enumerable.Range(0, 20).Select(async writer =>
        {
            var mine = new List<(int Version, int Writer)>();
            while (mine.Count < 2)
            {
                var seen = (int)(await _contexts.GetAsync("race"))["current_version"]!;
                var answer = await _contexts.WriteAsync("race", new { writer }, seen);
                answer.Status.ShouldBeOneOf(200, 409);
                if (answer.Status == 200)
                {
                    mine.Add(((int)answer["version"]!, writer));
                }
                else
                {
                    ((int)answer["current_version"]!).ShouldBeGreaterThan(seen);
                }
            }

            return mine;
        }));

        won.SelectMany(one => one).Select(one => one.Version).Order().ShouldBe(Enumerable.Range(2, 40));
        foreach (var (version, writer) in won.SelectMany(one => one))
        {
            ((int)(await _contexts.GetAsync("race", $"?version={version}"))["data"]!["writer"]!).ShouldBe(writer);
        }
    }

    [Fact]
    public async Task Repeated_idempotency_key_makes_no_second_version()
    {
        await _contexts.WriteAsync("plan", new { n = 1 });
        for (var i = 0; i < 2; i++)
        {
            var write = await _contexts.SendAsync("PUT", ContextClient.Path("plan"), new { data = new { n = 2 } }, ("Idempotency-Key", "write-2"), ("If-Match", "\"1\""));
            (write.Status, write["version"].AsInt(), (string?)write["outcome"]).ShouldBe((200, 2, i == 0 ? "updated" : "unchanged"));
        }

        for (var i = 0; i < 2; i++)
        {
            var back = await _contexts.SendAsync("POST", $"{ContextClient.Path("plan")}/rollback", new { to_version = 1 }, ("Idempotency-Key", "back"));
            (back.Status, back["version"].AsInt(), back["rollback_pointer"].AsInt()).ShouldBe((200, 3, 1));
        }

        (await _contexts.VersionsAsync("plan")).ShouldBe([3, 2, 1]);
    }

    [Fact]
    public async Task The_history_limit_keeps_the_newest_the_checkpoints_and_what_the_last_rollback_points_to()
    {
        // The default: 100 versions.
        await _contexts.WriteAsync("long", new { n = 1 });
        await _contexts.SendAsync("PUT", $"{ContextClient.Path("long")}/checkpoints/first", new { });
        await _contexts.WriteAsync("long", new { n = 2 });
        await _contexts.WriteAsync("long", new { n = 3 });
        await _contexts.RollbackAsync("long", new { to_version = 2 });
        await Task.WhenAll(Enumerable.Range(0, 104).Select(n => _contexts.WriteAsync("long", new { n })));

        (await _contexts.VersionsAsync("long")).ShouldBe(Enumerable.Range(9, 100).Reverse());
        var beyond = await _contexts.SendAsync("GET", $"{ContextClient.Path("long")}/versions?before=9");
        beyond["versions"]!.AsArray().Select(version => (int)version!["version"]!).ShouldBe([2, 1]);
        (await _contexts.GetAsync("long", "?checkpoint=first"))["data"]!["n"].AsInt().ShouldBe(1);
        (await _contexts.GetAsync("long", "?version=3")).Type().ShouldBe((404, "context_not_found"));
        (await _contexts.GetAsync("long"))["version_count"].AsInt().ShouldBe(102);
    }

    [Fact]
    public async Task Context_changes_are_on_the_feed_without_their_data()
    {
        var since = (long)(await _api.GetAsync("/api/v1/changes"))["revision"]!;
        var agent = $"agent-{Guid.NewGuid():N}";
        var path = ContextClient.Path("plan", agent);
        await _contexts.SendAsync("PUT", path, new { data = new { said = "between us" } });
        await _contexts.SendAsync("PUT", path, new { data = new { said = "between us again" } });
        await _contexts.SendAsync("PUT", $"{path}/checkpoints/approved", new { version = 1 });
        await _contexts.SendAsync("POST", $"{path}/rollback", new { to_version = 1 });
        await _contexts.SendAsync("DELETE", $"{path}/checkpoints/approved");
        await _contexts.SendAsync("DELETE", path);

        var changes = new List<(string? Change, int? Version, int? Pointer, string? Checkpoint)>();
        await Eventually.HoldsAsync(async () =>
        {
            var page = await _api.GetAsync($"/api/v1/changes?since={since}&wait=5s");
            page.Text.ShouldNotContain("between us");
            since = (long)page["revision"]!;
            changes.AddRange(page["changes"]!.AsArray().Where(change => (string?)change!["agent_id"] == agent && (string?)change["type"] == "context_update")
                .Select(change => ((string?)change!["change"], change["current_version"].AsInt(), change["rollback_pointer"].AsInt(), (string?)change["checkpoint"])));
            return changes.Any(change => change.Change == "deleted");
        });
        changes.ShouldBe(
        [
            ("created", 1, null, null), ("written", 2, null, null), ("checkpoint_named", 2, null, "approved"), ("rolled_back", 3, 1, null),
            ("checkpoint_removed", 3, null, "approved"), ("deleted", 3, null, null),
        ]);
    }
}
