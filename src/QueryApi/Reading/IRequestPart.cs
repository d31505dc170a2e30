using AgentRegistry.QueryApi.Problems;

namespace AgentRegistry.QueryApi.Reading;

/// <summary>A part of a request that may turn out unreadable. <see cref="UnreadableRequests"/> answers for it, so that handlers see readable ones only.</summary>
internal interface IRequestPart
{
    Problem? Problem { get; }
}
