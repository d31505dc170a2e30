using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Agents;

/// <summary>The little of an agent that an activity is compared with: read for each of them, so it is kept narrow.</summary>
/// <param name="Id">Which agent.</param>
/// <param name="Workspace">Whose it is.</param>
/// <param name="Status">What it last said of itself.</param>
/// <param name="SaidAt">When, by its own clock.</param>
/// <param name="Exists">False when it was deleted.</param>
public sealed record AgentReport(string Id, string Workspace, AgentStatus Status, DateTimeOffset SaidAt, bool Exists);
