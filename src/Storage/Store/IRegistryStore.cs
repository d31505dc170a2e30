using AgentRegistry.Storage.Activities;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Contexts;
using AgentRegistry.Storage.DeadLetters;
using AgentRegistry.Storage.Definitions;
using AgentRegistry.Storage.Evidence;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Inbox;
using AgentRegistry.Storage.Instances;
using AgentRegistry.Storage.Notices;
using AgentRegistry.Storage.Registrations;
using AgentRegistry.Storage.Retention;
using AgentRegistry.Storage.Routes;
using AgentRegistry.Storage.Sessions;

namespace AgentRegistry.Storage;

/// <summary>The tables: PostgreSQL, or SQLite in one file. Both sides pass one specification.</summary>
public interface IRegistryStore
{
    IAgentReader Agents { get; }

    IRegistrationReader Registrations { get; }

    IActivityReader Activities { get; }

    ISessionReader Sessions { get; }

    IContextReader Contexts { get; }

    IDefinitionReader Definitions { get; }

    IInstanceReader Instances { get; }

    IEvidenceReader Evidence { get; }

    IRouteTable Routes { get; }

    IFeedReader Feed { get; }

    INoticeReader Notices { get; }

    IDeadLetterStore Stuck { get; }

    IRetention Retention { get; }

    /// <summary>Begins a transaction: what it writes is there for all or for none. Always bounded in time.</summary>
    Task<IRegistryTransaction> BeginAsync(CancellationToken cancellationToken);

    /// <summary>Brings the tables up to date; many processes may do so at once. Throws when the tables are newer than the program.</summary>
    Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Answers when the tables can be read and written; throws when not.</summary>
    Task PingAsync(CancellationToken cancellationToken);
}

/// <summary>
/// One commit. Locks are taken in one order everywhere: inbox, metrics, agents by id, sessions by key, contexts by key, definitions, the room for instances, instances, notices, then the feed's revisions. Disposing it
/// without a commit undoes it. A fault of something written may show only at the next thing read or at the commit.
/// </summary>
public interface IRegistryTransaction : IAsyncDisposable
{
    IAgentTable Agents { get; }

    IRegistrationTable Registrations { get; }

    IActivityTable Activities { get; }

    ISessionTable Sessions { get; }

    IContextTable Contexts { get; }

    IDefinitionTable Definitions { get; }

    IInstanceTable Instances { get; }

    IEvidenceTable Evidence { get; }

    IInbox Inbox { get; }

    INoticeTable Notices { get; }

    IFeedLog Feed { get; }

    /// <summary>After this it is durable, and those who follow the feed are woken.</summary>
    Task CommitAsync(CancellationToken cancellationToken);
}
