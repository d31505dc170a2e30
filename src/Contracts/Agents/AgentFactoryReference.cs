using System.Text.Json;

namespace AgentRegistry.Contracts;

/// <summary>
/// By which an agent can be made again: the name of a factory, and what it is called with. The name means something only to the host
/// that asks for the agent and has a factory of that name; nobody takes it for the name of a type, a module or a file.
/// </summary>
public sealed record AgentFactoryReference
{
    /// <summary>1–128 of letters, digits, <c>. _ : -</c>. Required.</summary>
    public string Name { get; init; } = "";

    /// <summary>What the factory is called with; a JSON object of up to 64 KiB. Absent: nothing.</summary>
    public JsonElement? Parameters { get; init; }
}
