using AgentRegistry.ActivityWorker.Activities;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Memory;
using Shouldly;
using Xunit;

namespace AgentRegistry.ActivityWorker.Tests;

public sealed class ActivityDecisionTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(ActivityStatus.Running, AgentStatus.Busy)]
    [InlineData(ActivityStatus.Success, AgentStatus.Idle)]
    [InlineData(ActivityStatus.Failed, AgentStatus.Idle)]
    [InlineData(ActivityStatus.Timeout, AgentStatus.Idle)]
    public void Agent_status_follows_its_activities(ActivityStatus activity, AgentStatus expected) =>
        ActivityDecision.Decide(State(AgentStatus.Active), Activity(activity, 1), default, Noon.AddSeconds(2))!.ReportedStatus.ShouldBe(expected);

    [Fact]
    public void Activity_older_than_the_agents_last_report_changes_nothing() =>
        ActivityDecision.Decide(State(AgentStatus.Idle), Activity(ActivityStatus.Running, -1), default, Noon).ShouldBeNull();

    [Fact]
    public void Running_activity_that_arrives_after_its_end_changes_nothing() =>
        ActivityDecision.Decide(State(AgentStatus.Idle), Activity(ActivityStatus.Running, 1), lastActive: Noon.AddSeconds(2), Noon).ShouldBeNull();

    [Fact]
    public void End_wins_over_a_begin_of_the_same_time_in_either_order()
    {
        var (begin, end) = (Activity(ActivityStatus.Running, 1), Activity(ActivityStatus.Success, 1));

        ActivityDecision.Latest([begin, end])["a"].ShouldBe(end);
        ActivityDecision.Latest([end, begin])["a"].ShouldBe(end);
        ActivityDecision.Decide(State(AgentStatus.Busy) with { ReportedAt = begin.OccurredAt }, end, begin.OccurredAt, Noon)!.ReportedStatus.ShouldBe(AgentStatus.Idle);
        ActivityDecision.Decide(State(AgentStatus.Idle), begin, end.OccurredAt, Noon).ShouldBeNull();
    }

    [Theory]
    [InlineData(AgentStatus.Initializing)]
    [InlineData(AgentStatus.Error)]
    [InlineData(AgentStatus.Offline)]
    public void Task_does_not_override_the_agents_own_status(AgentStatus reported) =>
        ActivityDecision.Decide(State(reported), Activity(ActivityStatus.Running, 1), default, Noon).ShouldBeNull();

    [Fact]
    public void Events_carry_a_thousand_characters_of_output_and_five_hundred_of_error_and_no_half_characters()
    {
        var message = Activity(ActivityStatus.Failed, 1) with { Output = new string('o', 999) + "🚀🚀", Error = new string('e', 2_000) };
        var recorded = ActivityDecision.ToEvent(message, "default", 5);
        recorded.Output.ShouldBe(new string('o', 999));
        recorded.Error!.Length.ShouldBe(500);
    }

    [Theory]
    [InlineData(ActivityStatus.Success, "implementation")]
    [InlineData(ActivityStatus.Failed, "bugfix")]
    [InlineData(ActivityStatus.Timeout, "bugfix")]
    [InlineData(ActivityStatus.Running, "testing")]
    public void A_memory_says_who_when_for_what_and_why(ActivityStatus status, string intent)
    {
        var record = MemoryTags.Of(
            ActivityDecision.ToEvent(Activity(status, 0), "default", 1),
            new Agent { Id = "a", Name = "Backend API Developer", Type = "Development", Capabilities = [new Capability { Name = "FastAPI" }], Project = "dashboard" });
        record.Who.AgentType.ShouldBe("Backend API Developer");
        record.Who.AgentCapabilities.ShouldBe(["FastAPI"]);
        record.When.Readable.ShouldBe("2026-01-31 12:00:00 UTC");
        record.When.UnixTimestamp.ShouldBe(Noon.ToUnixTimeSeconds());
        record.Project.ProjectId.ShouldBe("dashboard");
        record.Project.TaskId.ShouldBe("t");
        record.Why.Intent.ShouldBe(intent);
        MemoryTags.IntentOf(null).ShouldBe("analysis");
    }

    private static AgentState State(AgentStatus status) => new() { Id = "a", ReportedStatus = status, ReportedAt = Noon };

    private static ActivityLogged Activity(ActivityStatus status, double seconds) =>
        new() { ActivityId = Guid.NewGuid(), OccurredAt = Noon.AddSeconds(seconds), AgentId = "a", TaskId = "t", Status = status };
}
