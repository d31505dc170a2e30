namespace AgentRegistry.Client;

/// <summary>What is done with an agent next. One at a time.</summary>
internal enum AgentStep
{
    /// <summary>Nothing: wait for what happens.</summary>
    None,

    /// <summary>Call <c>InitializeAsync</c>.</summary>
    Initialize,

    /// <summary>Register it, and ask how it stands.</summary>
    Register,

    /// <summary>Call <c>ActivateAsync</c>.</summary>
    Activate,

    /// <summary>Call <c>DeactivateAsync</c>.</summary>
    Deactivate,

    /// <summary>Wait for the work under way.</summary>
    FinishWork,

    /// <summary>Say that it leaves.</summary>
    Leave,

    /// <summary>Call <c>ShutdownAsync</c>.</summary>
    Shutdown,
}

/// <summary>What happened to an agent.</summary>
internal enum AgentSignal
{
    /// <summary>The step was done.</summary>
    Done,

    /// <summary>The step failed.</summary>
    Failed,

    /// <summary>What failed is due once more.</summary>
    Retry,

    /// <summary>The registry lets it work: it is enabled and not draining.</summary>
    Allowed,

    /// <summary>The registry lets it not work: it is disabled or draining.</summary>
    Forbidden,

    /// <summary>The registry refuses its registration.</summary>
    Refused,

    /// <summary>Somebody deleted it.</summary>
    Deleted,

    /// <summary>Its host stops.</summary>
    Stop,
}

/// <summary>What happened: to which step, and why it failed.</summary>
internal readonly record struct AgentEvent(AgentSignal Signal, AgentStep Step = AgentStep.None, string? Error = null);

/// <summary>How far an agent is, and what comes next. Pure: the host calls the hooks in the order in which this says.</summary>
internal sealed record AgentLifecycle
{
    /// <summary>Nothing has been done with it.</summary>
    public static AgentLifecycle New { get; } = new();

    /// <summary>InitializeAsync was called: whatever became of it, ShutdownAsync will be.</summary>
    public bool Touched { get; private init; }

    public bool Initialized { get; private init; }

    /// <summary>The registry knows it, as it is since it was initialized.</summary>
    public bool Registered { get; private init; }

    /// <summary>The registry knows it, perhaps only as one that could not be initialized.</summary>
    public bool Announced { get; private init; }

    public bool Active { get; private init; }

    /// <summary>The registry lets it work.</summary>
    public bool Allowed { get; private init; } = true;

    /// <summary>It was told to end.</summary>
    public bool Stopping { get; private init; }

    /// <summary>Since the end began, the work under way is finished, or was given up.</summary>
    public bool WorkFinished { get; private init; }

    public bool ShutDown { get; private init; }

    /// <summary>What failed last and waits to be tried again.</summary>
    public AgentStep Waiting { get; private init; }

    /// <summary>Why the last hook failed; null once one succeeded.</summary>
    public string? LastError { get; private init; }

    public bool Ended => Stopping && Next == AgentStep.None;

    public AgentStep Next => Stopping ? NextOfTheEnd : NextOfLife;

    private AgentStep NextOfLife => this switch
    {
        { Initialized: false, Waiting: not AgentStep.Initialize and not AgentStep.Register } => AgentStep.Initialize,

        // Also when it could not be initialized: nobody else would hear of it.
        { Registered: false, Waiting: not AgentStep.Register } => AgentStep.Register,
        { Waiting: not AgentStep.None } => AgentStep.None,
        { Active: true, Allowed: false } => AgentStep.Deactivate,
        { Active: false, Allowed: true } => AgentStep.Activate,
        _ => AgentStep.None,
    };

    private AgentStep NextOfTheEnd => this switch
    {
        { Touched: false } or { ShutDown: true } => AgentStep.None,
        { Active: true } => AgentStep.Deactivate,
        { WorkFinished: false } => AgentStep.FinishWork,
        { Announced: true } => AgentStep.Leave,
        _ => AgentStep.Shutdown,
    };

    public AgentLifecycle After(AgentEvent happened) => happened.Signal switch
    {
        AgentSignal.Done => AfterStep(happened.Step, error: null),
        AgentSignal.Failed => AfterStep(happened.Step, happened.Error ?? "it failed"),
        AgentSignal.Retry => this with { Waiting = AgentStep.None },
        AgentSignal.Allowed => this with { Allowed = true },
        AgentSignal.Forbidden => this with { Allowed = false },
        AgentSignal.Refused or AgentSignal.Stop => this with { Stopping = true },

        // There is nobody left who could leave.
        AgentSignal.Deleted => this with { Stopping = true, Announced = false },
        _ => this,
    };

    private AgentLifecycle AfterStep(AgentStep step, string? error) => (step, error) switch
    {
        (AgentStep.Initialize, null) => this with { Touched = true, Initialized = true, Registered = false, LastError = null },
        (AgentStep.Initialize, _) => this with { Touched = true, LastError = error, Waiting = AgentStep.Initialize },
        (AgentStep.Register, null) => this with { Registered = true, Announced = true },
        (AgentStep.Register, _) => this with { Waiting = AgentStep.Register },
        (AgentStep.Activate, null) => this with { Active = true, LastError = null },
        (AgentStep.Activate, _) => this with { LastError = error, Waiting = AgentStep.Activate },
        (AgentStep.Deactivate, null) => this with { Active = false, LastError = null },

        // It was told; what it did not manage to put down it will find when it is activated again.
        (AgentStep.Deactivate, _) => this with { Active = false, LastError = error },
        (AgentStep.FinishWork, _) => this with { WorkFinished = true },

        // Its lease ends anyway.
        (AgentStep.Leave, _) => this with { Announced = false },
        (AgentStep.Shutdown, _) => this with { ShutDown = true, LastError = error },
        _ => this,
    };
}
