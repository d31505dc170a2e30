using AgentRegistry.Contracts;
using AgentRegistry.RegistryWorker.Agents;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Feed;

namespace AgentRegistry.RegistryWorker.Instances;

/// <summary>What a command on an instance comes to: what becomes of its agent, and then of itself.</summary>
internal sealed class InstanceWrites : AgentWrites
{
    private readonly InstanceDecision _decision;

    public InstanceWrites(InstanceCommand command, InstanceDecision decision, IReadOnlyDictionary<string, AgentRecord> agents, DateTimeOffset now)
        : base(agents)
    {
        _decision = decision;
        if (decision is not { Change: { } change, State: { } state })
        {
            return;
        }

        if (decision.Agent is { } agent)
        {
            Take(command.Key.Id, agent);
        }

        _decision = decision with { State = state with { Revision = NextRevision } };
        Announce(() => FeedEntry.Of(Result.State!.ToChange(change, decision.Status, now)));
    }

    /// <summary>A refused message has had no effect, and may have one when it comes again; one that changes nothing has had it.</summary>
    public override bool HasEffect => _decision.Outcome is not null;

    /// <summary>The decision, with the revision that the instance gets.</summary>
    public InstanceDecision Result => _decision.State is { } state ? _decision with { State = state with { Revision = Numbered(state.Revision) } } : _decision;
}
