namespace AgentRegistry.Faults.Breaking;

/// <summary>What is done to a part of the system.</summary>
public enum FaultKind
{
    /// <summary>SIGKILL; started again at the end.</summary>
    Kill,

    /// <summary>SIGSTOP for it and all below it; SIGCONT at the end. It still holds its connections, and says nothing.</summary>
    Freeze,

    /// <summary>Asked to end, and started again at once.</summary>
    Restart,

    /// <summary>Every connection to it is cut and new ones are refused; it goes on itself.</summary>
    Refuse,
}
