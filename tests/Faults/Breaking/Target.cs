namespace AgentRegistry.Faults.Breaking;

/// <summary>A part of the system that faults are made in. To add one, derive from it and list it in <see cref="Running.RunningSystem"/>.</summary>
public abstract class Target(string name)
{
    public string Name => name;

    /// <summary>True when another of its kind goes on: then service must be back while it is still away.</summary>
    public virtual bool HasSurvivor => false;

    /// <summary>Makes a fault.</summary>
    public abstract Task BeginAsync(FaultKind kind);

    /// <summary>Ends it; returns when the part is as ready as it says itself.</summary>
    public abstract Task EndAsync(FaultKind kind);

    protected NotSupportedException Cannot(FaultKind kind) => new($"{name} has no fault '{kind}'.");
}
