using System.Text.Json;

namespace AgentRegistry.Contracts.Tests;

/// <summary>Messages that break no rule, to be changed in one field.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static readonly Limits Limits = new();

    public static readonly Guid Id = Guid.Parse("0197a7c0-0000-7000-8000-000000000001");

    public static RegisterAgent Registration => new() { MessageId = Id, SentAt = Now, AgentId = "coder-1", Name = "Coder" };

    public static RegisterAgents Registrations => new() { MessageId = Id, SentAt = Now, Agents = [Registration] };

    public static UpdateAgentCapabilities CapabilityUpdate => new() { MessageId = Id, SentAt = Now, AgentId = "coder-1" };

    public static ChangeAgentStatus StatusChange => new() { MessageId = Id, SentAt = Now, AgentIds = ["coder-1"], Status = AgentStatus.Busy };

    public static DeleteAgent Deletion => new() { MessageId = Id, SentAt = Now, AgentId = "coder-1" };

    public static Heartbeat Heartbeat => new() { AgentId = "coder-1", SentAt = Now };

    public static HeartbeatBatch HeartbeatBatch => new() { SentAt = Now, Heartbeats = [new Heartbeat { AgentId = "coder-1" }] };

    public static ActivityLogged Activity => new()
    {
        ActivityId = Id,
        OccurredAt = Now,
        AgentId = "coder-1",
        TaskId = "task-1",
        Status = ActivityStatus.Success,
    };

    public static CreateSession SessionCreation => new() { MessageId = Id, SentAt = Now, UserId = "alice" };

    public static AppendSessionMessages SaidInSession => new() { MessageId = Id, SentAt = Now, SessionId = "session-1", Messages = [Said] };

    public static NewSessionMessage Said => new() { Role = MessageRole.User, Content = "show my tickets" };

    public static RecordInvocation Invocation => new() { MessageId = Id, SentAt = Now, SessionId = "session-1", AgentId = "tickets", Success = true };

    public static ChangeSessionStatus SessionStatusChange => new() { MessageId = Id, SentAt = Now, SessionId = "session-1", Status = SessionStatus.Completed };

    public static DeleteSession SessionDeletion => new() { MessageId = Id, SentAt = Now, SessionId = "session-1" };

    public static WriteContext ContextWrite => new() { MessageId = Id, SentAt = Now, AgentId = "coder-1", Name = "plan", Data = Json("{}") };

    public static RollbackContext ContextRollback => new() { MessageId = Id, SentAt = Now, AgentId = "coder-1", Name = "plan", ToVersion = 1 };

    public static NameCheckpoint CheckpointNaming => new() { MessageId = Id, SentAt = Now, AgentId = "coder-1", Name = "plan", Checkpoint = "approved" };

    public static RemoveCheckpoint CheckpointRemoval => new() { MessageId = Id, SentAt = Now, AgentId = "coder-1", Name = "plan", Checkpoint = "approved" };

    public static DeleteContext ContextDeletion => new() { MessageId = Id, SentAt = Now, AgentId = "coder-1", Name = "plan" };

    public static GetContext ContextQuestion => new() { AgentId = "coder-1", Name = "plan" };

    public static SaveDefinition DefinitionSaving => new() { MessageId = Id, SentAt = Now, Slug = "reviewer", Content = new() { Name = "Reviewer" } };

    public static RestoreDefinition DefinitionRestoring => new() { MessageId = Id, SentAt = Now, Slug = "reviewer", ToVersion = "1" };

    public static SwitchDefinition DefinitionSwitching => new() { MessageId = Id, SentAt = Now, Slug = "reviewer", Enabled = true };

    public static LabelDefinition Labelling => new() { MessageId = Id, SentAt = Now, Slug = "reviewer", Label = "stable" };

    public static UnlabelDefinition Unlabelling => new() { MessageId = Id, SentAt = Now, Slug = "reviewer", Label = "stable" };

    public static DeleteDefinition DefinitionDeletion => new() { MessageId = Id, SentAt = Now, Slug = "reviewer" };

    public static SpawnInstance Spawning => new() { MessageId = Id, SentAt = Now, Definition = "reviewer" };

    public static ConfigureInstance Configuring => new() { MessageId = Id, SentAt = Now, InstanceId = "reviewer-1", Configuration = Json("{}") };

    public static ChangeInstanceStatus InstanceStatusChange => new() { MessageId = Id, SentAt = Now, InstanceId = "reviewer-1", Status = AgentStatus.Busy };

    public static DeleteInstance InstanceDeletion => new() { MessageId = Id, SentAt = Now, InstanceId = "reviewer-1" };

    public static GetAgent AgentQuestion => new() { AgentId = "coder-1" };

    public static ListAgents ListQuestion => new();

    public static SearchCapabilities SearchQuestion => new() { Query = "who can code?" };

    public static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
