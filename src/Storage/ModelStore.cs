using AgentRegistry.Storage.Activities;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Contexts;
using AgentRegistry.Storage.DeadLetters;
using AgentRegistry.Storage.Definitions;
using AgentRegistry.Storage.Evidence;
using AgentRegistry.Storage.Instances;
using AgentRegistry.Storage.Model;
using AgentRegistry.Storage.Notices;
using AgentRegistry.Storage.Registrations;
using AgentRegistry.Storage.Routes;
using AgentRegistry.Storage.Sessions;

namespace AgentRegistry.Storage;

/// <summary>What is read alike on both stores.</summary>
public abstract class ModelStore
{
    private readonly ModelSource _model;

    private protected ModelStore(ModelSource model)
    {
        _model = model;
        Registrations = new RegistrationReader(model);
        Sessions = new SessionReader(model, model.Sql);
        Agents = new AgentReader(model.Sql);
        Activities = new ActivityReader(model.Sql);
        Evidence = new EvidenceReader(model.Sql);
        Contexts = new ContextReader(model);
        Definitions = new DefinitionReader(model);
        Instances = new InstanceReader(model);
        Routes = new RouteTable(model);
        Notices = new NoticeReader(model);
        Stuck = new DeadLetterStore(model);
    }

    public IAgentReader Agents { get; }

    public IRegistrationReader Registrations { get; }

    public IActivityReader Activities { get; }

    public IEvidenceReader Evidence { get; }

    public ISessionReader Sessions { get; }

    public IContextReader Contexts { get; }

    public IDefinitionReader Definitions { get; }

    public IInstanceReader Instances { get; }

    public IRouteTable Routes { get; }

    public INoticeReader Notices { get; }

    public IDeadLetterStore Stuck { get; }

    private protected ModelSource Model => _model;
}

/// <summary>What is written by the model in a transaction, alike on both stores.</summary>
internal abstract class ModelTables(ModelTransaction model) : IAsyncDisposable
{
    private readonly ContextTable _contexts = new(model);

    public IContextTable Contexts => _contexts;

    public IDefinitionTable Definitions { get; } = new DefinitionTable(model);

    public IInstanceTable Instances { get; } = new InstanceTable(model);

    public INoticeTable Notices { get; } = new NoticeTable(model);

    /// <summary>Call it before the commit.</summary>
    protected Task SaveModelAsync(CancellationToken cancellationToken)
    {
        _contexts.Release();
        return model.SaveAsync(cancellationToken);
    }

    public virtual ValueTask DisposeAsync() => model.DisposeAsync();
}
