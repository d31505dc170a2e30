namespace AgentRegistry.Client;

/// <summary>The next step of an agent. One at a time.</summary>
internal enum AgentStep
{
    /// <summary>None: wait for an event.</summary>
    None,

    /// <summary>Call <c>InitializeAsync</c>.</summary>
    Initialize,

    /// <summary>Register it, and read whether it may work.</summary>
    Register,

    /// <summary>Call <c>ActivateAsync</c>.</summary>
    Activate,

    /// <summary>Call <c>DeactivateAsync</c>.</summary>
    Deactivate,

    /// <summary>Wait for active work.</summary>
    FinishWork,

    /// <summary>Report that it goes offline.</summary>
    Leave,

    /// <summary>Call <c>ShutdownAsync</c>.</summary>
    Shutdown,
}

/// <summary>An event in an agent's life.</summary>
internal enum AgentSignal
{
    /// <summary>The step was done.</summary>
    Done,

    /// <summary>The step failed.</summary>
    Failed,

    /// <summary>The pause before a retry is over.</summary>
    Retry,

    /// <summary>It may work: it is enabled and not draining.</summary>
    Allowed,

    /// <summary>It may not work: it is disabled or draining.</summary>
    Forbidden,

    /// <summary>The registry refuses its registration.</summary>
    Refused,

    /// <summary>It was deleted from the registry.</summary>
    Deleted,

    /// <summary>The host stops.</summary>
    Stop,
}

/// <summary>An event: of which step, and why it failed.</summary>
internal readonly record struct AgentEvent(AgentSignal Signal, AgentStep Step = AgentStep.None, string? Error = null);

/// <summary>The state of an agent's life and its next step. Pure: the host calls the hooks in this order.</summary>
internal sealed record AgentLifecycle
{
    /// <summary>Before the first step.</summary>
    public static AgentLifecycle New { get; } = new();

    /// <summary>InitializeAsync was called, so ShutdownAsync will be, even if it threw.</summary>
    public bool InitializeCalled { get; private init; }

    public bool Initialized { get; private init; }

    /// <summary>It is registered since it was initialized.</summary>
    public bool Registered { get; private init; }

    /// <summary>It is registered, perhaps only as one that failed to initialize.</summary>
    public bool Announced { get; private init; }

    public bool Active { get; private init; }

    /// <summary>The registry allows it to work.</summary>
    public bool Allowed { get; private init; } = true;

    /// <summary>It stops, for whatever reason.</summary>
    public bool Stopping { get; private init; }

    /// <summary>While stopping: active work is finished or cancelled.</summary>
    public bool WorkFinished { get; private init; }

    public bool ShutDown { get; private init; }

    /// <summary>The failed step that waits for its retry.</summary>
    public AgentStep Waiting { get; private init; }

    /// <summary>Why the last hook failed; null after one that succeeded.</summary>
    public string? LastError { get; private init; }

    public bool Ended => Stopping && Next == AgentStep.None;

    public AgentStep Next => Stopping ? NextWhileStopping : NextWhileRunning;

    private AgentStep NextWhileRunning => this switch
    {
        { Initialized: false, Waiting: not AgentStep.Initialize and not AgentStep.Register } => AgentStep.Initialize,

        // Also when it failed to initialize, so that the registry shows the error.
        { Registered: false, Waiting: not AgentStep.Register } => AgentStep.Register,
        { Waiting: not AgentStep.None } => AgentStep.None,
        { Active: true, Allowed: false } => AgentStep.Deactivate,
        { Active: false, Allowed: true } => AgentStep.Activate,
        _ => AgentStep.None,
    };

    private AgentStep NextWhileStopping => this switch
    {
        { InitializeCalled: false } or { ShutDown: true } => AgentStep.None,
        { Active: true } => AgentStep.Deactivate,
        { WorkFinished: false } => AgentStep.FinishWork,
        { Announced: true } => AgentStep.Leave,
        _ => AgentStep.Shutdown,
    };

    public AgentLifecycle After(AgentEvent @event) => @event.Signal switch
    {
        AgentSignal.Done => AfterStep(@event.Step, error: null),
        AgentSignal.Failed => AfterStep(@event.Step, @event.Error ?? "it failed"),
        AgentSignal.Retry => this with { Waiting = AgentStep.None },
        AgentSignal.Allowed => this with { Allowed = true },
        AgentSignal.Forbidden => this with { Allowed = false },
        AgentSignal.Refused or AgentSignal.Stop => this with { Stopping = true },

        // A deleted agent cannot go offline.
        AgentSignal.Deleted => this with { Stopping = true, Announced = false },
        _ => this,
    };

    private AgentLifecycle AfterStep(AgentStep step, string? error) => (step, error) switch
    {
        (AgentStep.Initialize, null) => this with { InitializeCalled = true, Initialized = true, Registered = false, LastError = null },
        (AgentStep.Initialize, _) => this with { InitializeCalled = true, LastError = error, Waiting = AgentStep.Initialize },
        (AgentStep.Register, null) => this with { Registered = true, Announced = true },
        (AgentStep.Register, _) => this with { Waiting = AgentStep.Register },
        (AgentStep.Activate, null) => this with { Active = true, LastError = null },
        (AgentStep.Activate, _) => this with { LastError = error, Waiting = AgentStep.Activate },
        (AgentStep.Deactivate, null) => this with { Active = false, LastError = null },

        // Not retried: the next activation finds what was left.
        (AgentStep.Deactivate, _) => this with { Active = false, LastError = error },
        (AgentStep.FinishWork, _) => this with { WorkFinished = true },

        // Where this failed its lease expires.
        (AgentStep.Leave, _) => this with { Announced = false },
        (AgentStep.Shutdown, _) => this with { ShutDown = true, LastError = error },
        _ => this,
    };
}
