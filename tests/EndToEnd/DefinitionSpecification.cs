using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.EndToEnd;

/// <summary>Definitions of agents as their authors use them over HTTP.</summary>
public abstract class DefinitionSpecification(ISystem system)
{
    private const string Reviewer = "reviewer";

    private readonly ApiClient _api = system.Api;
    private readonly DefinitionClient _definitions = new(system.Api);

    [Fact]
    public async Task A_definition_is_saved_read_at_any_version_labelled_compared_restored_listed_and_deleted()
    {
        var created = await _definitions.SaveAsync(Reviewer, new { name = "Reviewer", type = "reviewer", capabilities = new[] { "code_review" } });
        (created.Status, created["version"].AsInt(), (string?)created["outcome"], created.ETag).ShouldBe((201, 1, "created", "\"1\""));
        var content = new { name = "Reviewer", type = "reviewer", description = "Reads changes", configuration_schema = new { required = new[] { "language" } } };
        (await _definitions.SaveAsync(Reviewer, content, expected: 1))["version"].AsInt().ShouldBe(2);
        var same = await _definitions.SaveAsync(Reviewer, content);
        ((string?)same["outcome"], same["version"].AsInt()).ShouldBe(("unchanged", 2));
        (await _definitions.SendAsync("PUT", $"{DefinitionClient.Path(Reviewer)}/labels/stable", new { version = 1 }))["version"].AsInt().ShouldBe(1);

        var latest = await _definitions.GetAsync(Reviewer);
        (latest.Status, latest["current_version"].AsInt(), latest["read"]!["version"].AsInt(), latest.ETag).ShouldBe((200, 2, 2, "\"2\""));
        latest["labels"]!.ToJsonString().ShouldBe("""[{"label":"latest","version":2},{"label":"stable","version":1}]""");
        ((string?)latest["content"]!["configuration_schema"]!["required"]![0]).ShouldBe("language");
        ((string?)latest["description"], (bool?)latest["enabled"]).ShouldBe(("Reads changes", true));
        var stable = await _definitions.GetAsync(Reviewer, "?version=stable");
        (stable["read"]!["version"].AsInt(), (string?)stable["content"]!["capabilities"]![0]!["name"]).ShouldBe((1, "code_review"));
        (await _definitions.GetAsync(Reviewer, "?version=1")).Text.ShouldBe(stable.Text);
        (await _definitions.GetAsync(Reviewer, "?version=latest")).Text.ShouldBe(latest.Text);
        var diff = await _definitions.SendAsync("GET", $"{DefinitionClient.Path(Reviewer)}/diff?from=stable");
        (diff["from"].AsInt(), diff["to"].AsInt()).ShouldBe((1, 2));
        diff["patch"]!.AsArray().Select(step => (string?)step!["path"]).ShouldContain("/description");

        var back = await _definitions.SendAsync("POST", $"{DefinitionClient.Path(Reviewer)}/restore", new { to_version = "stable", change_description = "too strict" });
        (back.Status, back["version"].AsInt(), back.ETag).ShouldBe((200, 3, "\"3\""));
        var restored = await _definitions.GetAsync(Reviewer);
        restored["content"]!.ToJsonString().ShouldBe(stable["content"]!.ToJsonString());
        (restored["read"]!["restored_from"].AsInt(), (string?)restored["read"]!["change_description"]).ShouldBe((1, "too strict"));
        var page = await _definitions.SendAsync("GET", $"{DefinitionClient.Path(Reviewer)}/versions?limit=2");
        (page["versions"]!.AsArray().Count, page["current_version"].AsInt(), page["next_before"].AsInt()).ShouldBe((2, 3, 2));

        (await _definitions.SendAsync("PUT", $"{DefinitionClient.Path(Reviewer)}/enabled", new { enabled = false }))["enabled"]!.GetValue<bool>().ShouldBeFalse();
        await _definitions.SaveAsync("tester", new { name = "Tester", type = "tester", tags = new[] { "Quality" } });
        (await SlugsAsync("")).ShouldBe(["reviewer", "tester"]);
        (await SlugsAsync("?type=tester")).ShouldBe(["tester"]);
        (await SlugsAsync("?enabled=false")).ShouldBe(["reviewer"]);
        (await SlugsAsync("?text=qUALITY")).ShouldBe(["tester"]);
        var next = (string)(await _definitions.SendAsync("GET", "/api/v1/definitions?limit=1"))["next_cursor"]!;
        (await SlugsAsync($"?limit=1&cursor={next}")).ShouldBe(["tester"]);

        (await _definitions.SendAsync("DELETE", $"{DefinitionClient.Path(Reviewer)}/labels/stable")).Status.ShouldBe(200);
        (await _definitions.GetAsync(Reviewer))["labels"]!.AsArray().Count.ShouldBe(1);
        ((string?)(await _definitions.SendAsync("DELETE", DefinitionClient.Path(Reviewer)))["outcome"]).ShouldBe("deleted");
        (await _definitions.GetAsync(Reviewer)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Who_saves_on_an_old_version_hears_of_the_current_one_and_nothing_is_stored()
    {
        await _definitions.SaveAsync(Reviewer, new { name = "one" });
        await _definitions.SaveAsync(Reviewer, new { name = "two" });
        var before = await _definitions.AllAsync();
        Answer[] refused =
        [
            await _definitions.SaveAsync(Reviewer, new { name = "three" }, expected: 1),
            await _definitions.SendAsync("PUT", DefinitionClient.Path(Reviewer), new { content = new { name = "three" }, expected_version = 1 }),
            await _definitions.SendAsync("PUT", DefinitionClient.Path(Reviewer), new { content = new { name = "three" } }, ("If-None-Match", "*")),
            await _definitions.SendAsync("POST", $"{DefinitionClient.Path(Reviewer)}/restore", new { to_version = 1 }, ("If-Match", "\"1\"")),
            await _definitions.SendAsync("DELETE", DefinitionClient.Path(Reviewer), null, ("If-Match", "\"1\"")),
        ];

        foreach (var answer in refused)
        {
            answer.Type().ShouldBe((409, "definition_version"));
            (answer["current_version"].AsInt(), answer.ETag).ShouldBe((2, "\"2\""));
        }

        (await _definitions.AllAsync()).ShouldBe(before);
        (await _definitions.SaveAsync("nothing", new { name = "n" }, expected: 4)).Type().ShouldBe((409, "definition_version"));
        (await _definitions.SendAsync("PUT", DefinitionClient.Path("nothing"), new { content = new { name = "n" } }, ("If-None-Match", "*"))).Status.ShouldBe(201);
    }

    [Fact]
    public async Task Of_twenty_writers_on_one_definition_exactly_one_wins_each_version()
    {
        await _definitions.SaveAsync("race", new { name = "0" });
        var won = await Task.WhenAll(Enumerable.Range(1, 20).Select(async writer =>
        {
            while (true)
            {
                var seen = (int)(await _definitions.GetAsync("race"))["current_version"]!;
                var answer = await _definitions.SaveAsync("race", new { name = $"{writer}" }, seen);
                answer.Status.ShouldBeOneOf(200, 409);
                if (answer.Status == 200)
                {
                    return (Version: (int)answer["version"]!, Writer: $"{writer}");
                }
            }
        }));

        won.Select(mine => mine.Version).Order().ShouldBe(Enumerable.Range(2, 20));
        foreach (var (version, writer) in won)
        {
            ((string?)(await _definitions.GetAsync("race", $"?version={version}"))["content"]!["name"]).ShouldBe(writer);
        }
    }

    [Fact]
    public async Task A_request_that_is_sent_again_with_its_key_makes_no_second_version()
    {
        var body = new { content = new { name = "one" } };
        var first = await _definitions.SendAsync("PUT", DefinitionClient.Path(Reviewer), body, ("Idempotency-Key", "k1"));
        await _definitions.SaveAsync(Reviewer, new { name = "two" });
        var again = await _definitions.SendAsync("PUT", DefinitionClient.Path(Reviewer), body, ("Idempotency-Key", "k1"));

        (first.Status, again.Status, (string?)again["outcome"], again["version"].AsInt()).ShouldBe((201, 200, "unchanged", 1));
        ((string?)(await _definitions.GetAsync(Reviewer))["name"]).ShouldBe("two");
    }

    [Fact]
    public async Task Every_change_is_on_the_feed_without_what_the_definition_says()
    {
        var since = (long)(await _api.GetAsync("/api/v1/changes?wait=0s"))["revision"]!;
        var slug = $"reviewer-{Guid.NewGuid():N}";
        var path = DefinitionClient.Path(slug);
        await _definitions.SaveAsync(slug, new { name = "between us" });
        await _definitions.SaveAsync(slug, new { name = "between us two" });
        await _definitions.SendAsync("PUT", $"{path}/labels/stable", new { version = 1 });
        await _definitions.SendAsync("POST", $"{path}/restore", new { to_version = 1 });
        await _definitions.SendAsync("PUT", $"{path}/enabled", new { enabled = false });
        await _definitions.SendAsync("DELETE", $"{path}/labels/stable");
        await _definitions.SendAsync("DELETE", path);

        var changes = new List<(string? Change, int? Current, int? Version, string? Label)>();
        await Eventually.HoldsAsync(async () =>
        {
            var page = await _api.GetAsync($"/api/v1/changes?since={since}&wait=5s");
            page.Text.ShouldNotContain("between us");
            since = (long)page["revision"]!;
            changes.AddRange(page["changes"]!.AsArray().Where(change => (string?)change!["slug"] == slug && (string?)change["type"] == "definition_update")
                .Select(change => ((string?)change!["change"], change["current_version"].AsInt(), change["version"].AsInt(), (string?)change["label"])));
            return changes.Any(change => change.Change == "deleted");
        });
        changes.ShouldBe(
        [
            ("created", 1, null, null), ("saved", 2, null, null), ("labelled", 2, 1, "stable"), ("restored", 3, 1, null), ("switched", 3, null, null),
            ("unlabelled", 3, null, "stable"), ("deleted", 3, null, null),
        ]);
    }

    private async Task<IEnumerable<string?>> SlugsAsync(string query) =>
        (await _definitions.SendAsync("GET", "/api/v1/definitions" + query))["definitions"]!.AsArray().Select(definition => (string?)definition!["slug"]);
}
