using System.Text;
using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>What of an agent is made a vector of: what it says of itself, names first.</summary>
public static class AgentVectorText
{
    // Models read some thousand words at most; what comes first says most.
    private const int Most = 8_000;

    public static string Of(Agent agent)
    {
        var text = new StringBuilder(agent.Name);
        text.Append(". ").Append(agent.Description);
        foreach (var capability in agent.Capabilities)
        {
            text.Append('\n').Append(capability.Name).Append(": ").Append(capability.Description);
            foreach (var example in capability.Examples)
            {
                text.Append(' ').Append(example);
            }
        }

        return text.Length <= Most ? text.ToString() : text.ToString(0, Most);
    }
}
