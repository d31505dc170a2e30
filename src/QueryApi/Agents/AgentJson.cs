using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentRegistry.Contracts;

namespace AgentRegistry.QueryApi.Agents;

/// <summary>
/// The JSON of agents, made once for each: the directory keeps an instance for as long as the agent does not change, and lists
/// are the same agents over and over. It goes when the instance does.
/// </summary>
internal static class AgentJson
{
    private static readonly ConditionalWeakTable<Agent, byte[]> Known = [];

    public static byte[] Of(Agent agent) => Known.GetValue(agent, static one => JsonSerializer.SerializeToUtf8Bytes(one, WireJson.Options));
}
