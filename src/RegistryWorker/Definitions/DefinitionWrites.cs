using AgentRegistry.Contracts;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Feed;

namespace AgentRegistry.RegistryWorker.Definitions;

/// <summary>What a command on a definition comes to.</summary>
internal sealed class DefinitionWrites : WriteSet
{
    private readonly DefinitionDecision _decision;

    public DefinitionWrites(DefinitionDecision decision, DateTimeOffset now)
    {
        _decision = decision;
        if (decision is not { Change: { } change, State: { } state })
        {
            return;
        }

        _decision = decision with { State = state with { Revision = NextRevision } };
        var named = change == DefinitionChange.Restored ? decision.Added?.RestoredFrom : change == DefinitionChange.Labelled ? decision.Version : null;
        Announce(() => FeedEntry.Of(Result.State!.ToChange(change, decision.Label, named, now)));
    }

    /// <summary>A refused message has had no effect, and may have one when it comes again; one that changes nothing has had it.</summary>
    public override bool HasEffect => _decision.Outcome is not null;

    /// <summary>The decision, with the revision that the definition gets.</summary>
    public DefinitionDecision Result => _decision.State is { } state ? _decision with { State = state with { Revision = Numbered(state.Revision) } } : _decision;
}
