using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Definitions;
using AgentRegistry.Storage.Instances;

namespace AgentRegistry.RegistryWorker.Instances;

/// <summary>An instance as it is.</summary>
/// <param name="State">Its row.</param>
/// <param name="Agent">Its agent.</param>
/// <param name="Content">What the version says that it was spawned from; null where the command does not need it.</param>
internal sealed record InstanceView(InstanceState State, AgentRecord Agent, DefinitionContent? Content = null)
{
    public AgentStatus Status => Agent.State.Status;
}

/// <summary>What an instance is spawned from, and where.</summary>
/// <param name="Agent">Who has the id, or had it; null where nobody ever had.</param>
/// <param name="Definition">Null where there is none.</param>
/// <param name="Version">Which version is meant.</param>
/// <param name="Content">What that says; null where there is none.</param>
/// <param name="Instances">How many the workspace has.</param>
internal sealed record SpawnView(AgentRecord? Agent, DefinitionState? Definition, int Version, DefinitionContent? Content, int Instances);
