using AgentRegistry.Contracts;
using AgentRegistry.Storage.Memory;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Memory;

public class MemoryTagsTests
{
    private static readonly ActivityRecorded Activity = new()
    {
        EventId = Guid.NewGuid(),
        AgentId = "coder-1",
        TaskId = "task-1",
        Status = ActivityStatus.Success,
        Output = "done",
        Error = "nearly",
        Timestamp = new DateTimeOffset(2026, 1, 31, 20, 0, 5, TimeSpan.FromHours(8)),
    };

    private static readonly Agent Agent = new()
    {
        Id = "coder-1",
        Name = "Coder",
        Type = "coder",
        Project = "apollo",
        Capabilities = [new() { Name = "code" }, new() { Name = "review" }],
    };

    [Fact]
    public void Memory_record_has_who_when_project_and_why()
    {
        var record = MemoryTags.Of(Activity with { Description = "Wrote a parser" }, Agent);

        (record.Who.AgentId, record.Who.AgentType, record.Who.AgentCategory).ShouldBe(("coder-1", "Coder", "coder"));
        record.Who.AgentCapabilities.ShouldBe(["code", "review"]);
        record.When.IsoTimestamp.ShouldBe(Activity.Timestamp);
        (record.When.UnixTimestamp, record.When.Readable).ShouldBe((1_769_860_805, "2026-01-31 12:00:05 UTC"));
        record.Project.ShouldBe(new MemoryProject { ProjectId = "apollo", ProjectName = "apollo", TaskId = "task-1" });
        record.Why.ShouldBe(new MemoryWhy { Intent = "implementation", Description = "Wrote a parser" });
        record.Content.Split('\n').ShouldBe(["task-1", "Success", "Wrote a parser", "done", "nearly"]);
    }

    [Fact]
    public void Project_of_the_activity_precedes_that_of_the_agent()
    {
        MemoryTags.Of(Activity with { ProjectId = "gemini" }, Agent).Project.ShouldBe(new MemoryProject { ProjectId = "gemini", ProjectName = "gemini", TaskId = "task-1" });
        MemoryTags.Of(Activity with { ProjectId = "gemini", ProjectName = "Gemini" }, Agent).Project.ShouldBe(new MemoryProject { ProjectId = "gemini", ProjectName = "Gemini", TaskId = "task-1" });
    }

    [Fact]
    public void Unregistered_agent_is_recorded_by_its_id()
    {
        var record = MemoryTags.Of(Activity, agent: null);

        (record.Who.AgentId, record.Who.AgentType, record.Who.AgentCategory, record.Project.ProjectId).ShouldBe(("coder-1", "coder-1", "agent", "default"));
        record.Why.Description.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(ActivityStatus.Success, "implementation")]
    [InlineData(ActivityStatus.Failed, "bugfix")]
    [InlineData(ActivityStatus.Timeout, "bugfix")]
    [InlineData(ActivityStatus.Running, "testing")]
    [InlineData(null, "analysis")]
    public void Intent_follows_from_the_activity_status(ActivityStatus? status, string intent) => MemoryTags.IntentOf(status).ShouldBe(intent);
}
