using AgentRegistry.Contracts;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace AgentRegistry.Discovery.Tests;

/// <summary>Whatever happened, and however it was told, the directory is what loading the outcome would make it.</summary>
public class AgentProjectionProperties
{
    private static readonly string[] Texts = ["weather", "code review", "GitHub issues", "翻译文件", "weather report for code", ""];

    [Fact]
    public void Applied_in_batches_of_any_size_equals_loading_its_end() =>
        Prop.ForAll<(byte Kind, byte Agent, byte Text)[], byte>((steps, size) =>
        {
            var (events, end) = Play(steps);
            var directory = new AgentDirectory();

            foreach (var batch in events.Chunk(1 + (size % 7)))
            {
                Apply(directory, batch);
            }

            ShouldEqual(directory, end, events.Count);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Applied_with_older_parts_repeated_in_any_order_equals_loading_its_end() =>
        Prop.ForAll<(byte Kind, byte Agent, byte Text)[], int>((steps, seed) =>
        {
            var (events, end) = Play(steps);
            var directory = new AgentDirectory();
            var random = new Random(seed);

            for (var at = 0; at < events.Count;)
            {
                var next = Math.Min(events.Count, at + random.Next(1, 5));
                var batch = events.Take(next).Where((_, i) => i >= at || random.Next(2) == 0).ToArray();
                random.Shuffle(batch);
                Apply(directory, batch);
                at = next;
            }

            ShouldEqual(directory, end, events.Count);
        }).QuickCheckThrowOnFailure();

    private static void Apply(AgentDirectory directory, object[] batch) => directory.Apply(
        [.. batch.OfType<AgentChanged>()],
        [.. batch.OfType<AgentActivity>()],
        batch.Max(RevisionOf));

    private static long RevisionOf(object news) => news is AgentChanged change ? change.Revision : ((AgentActivity)news).Revision;

    private static (List<object> Events, Dictionary<string, Agent> End) Play((byte Kind, byte Agent, byte Text)[] steps)
    {
        var events = new List<object>();
        var end = new Dictionary<string, Agent>(StringComparer.Ordinal);
        foreach (var (kind, number, text) in steps)
        {
            var revision = events.Count + 1;
            var id = $"agent-{number % 6}";
            var now = Given.Start.AddMinutes(text);
            switch (kind % 5)
            {
                case 0 or 1:
                    var agent = Given.Agent(id, Texts[text % Texts.Length], Texts[kind % Texts.Length], Given.Capability(Texts[number % Texts.Length])) with
                    {
                        Type = text % 2 == 0 ? "coder" : "writer",
                        Tags = [$"tag-{text % 3}"],
                        Revision = revision,
                    };
                    events.Add(Given.Registered(agent, revision, end.ContainsKey(id) ? AgentChange.Updated : AgentChange.Registered));
                    end[id] = agent with { LastActiveAt = end.GetValueOrDefault(id)?.LastActiveAt };
                    break;
                case 2:
                    events.Add(Given.Deleted(id, revision));
                    end.Remove(id);
                    break;
                case 3:
                    var change = Given.StateChanged(id, revision, (AgentStatus)(text % 6), (AgentHealth)(text % 5));
                    events.Add(change);
                    if (end.TryGetValue(id, out var before))
                    {
                        end[id] = before with
                        {
                            Status = change.Status,
                            Health = change.Health,
                            HealthReason = change.HealthReason,
                            Enabled = change.Enabled,
                            Draining = change.Draining,
                            UpdatedAt = change.Timestamp,
                            Revision = revision,
                        };
                    }

                    break;
                default:
                    events.Add(Given.Activity(id, revision, now));
                    if (end.TryGetValue(id, out var active) && (active.LastActiveAt is null || active.LastActiveAt < now))
                    {
                        end[id] = active with { LastActiveAt = now };
                    }

                    break;
            }
        }

        return (events, end);
    }

    private static void ShouldEqual(AgentDirectory directory, Dictionary<string, Agent> end, long revision)
    {
        var loaded = new AgentDirectory();
        loaded.Load(end.Values, revision);

        directory.Revision.ShouldBe(revision);
        directory.All.ShouldBe(end.Values.OrderBy(agent => agent.Id, StringComparer.Ordinal));
        for (var number = 0; number < 6; number++)
        {
            directory.Find($"agent-{number}").ShouldBe(end.GetValueOrDefault($"agent-{number}"));
        }

        foreach (var filter in new[] { new ListAgents { Type = "coder" }, new ListAgents { Tags = ["TAG-1"], EnabledOnly = true }, new ListAgents { Text = "git" } })
        {
            directory.List(filter).ShouldBeEquivalentTo(loaded.List(filter));
            foreach (var text in Texts.Append("agent-3"))
            {
                var query = new SearchCapabilities { Query = text, Filter = filter };
                directory.Search(query).ShouldBeEquivalentTo(loaded.Search(query));
                directory.Search(query with { Filter = null }).ShouldBeEquivalentTo(loaded.Search(query with { Filter = null }));
            }
        }

        directory.Count(null).ShouldBeEquivalentTo(loaded.Count(null));
    }
}
