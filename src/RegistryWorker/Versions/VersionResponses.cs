using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Versions;

/// <summary>What a caller is told of a version that is not there.</summary>
internal static class VersionResponses
{
    public static async Task AnswerNoVersionAsync(this ConsumeContext context, IRegistryStore store, string? workspace, string agentId, int? version)
    {
        var isKnown = version is not null && await store.Registrations.FindAsync(workspace, agentId, null, context.CancellationToken) is not null;
        await (isKnown
            ? context.AnswerAsync(new RegistrationVersionNotFound { AgentId = agentId, Version = version.GetValueOrDefault() })
            : context.AnswerAsync(new AgentNotFound { AgentId = agentId }));
    }
}
