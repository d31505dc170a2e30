using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.Storage.Feed;
using MassTransit;
using Fault = AgentRegistry.Contracts.Fault;

namespace AgentRegistry.QueryApi.Bus;

/// <summary>
/// Takes a command to the worker: checks it here, so that a faulty one is never sent; waits for what became of it, so that
/// answered means committed; and waits until this process has seen the change on the feed, so that a caller reads what it wrote.
/// </summary>
internal sealed class CommandSender(FeedFollower follower, ReplyChannel replies, TimeProvider time, Limits limits)
{
    /// <summary>How long a worker may take; after that the command expires in its queue.</summary>
    private static readonly TimeSpan WorkerLimit = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the feed may take: longer than the second after which the follower looks unasked. The change is committed in any case:
    /// a feed that lags must not turn it into an error.
    /// </summary>
    private static readonly TimeSpan FeedLimit = TimeSpan.FromSeconds(3);

    /// <summary>How long a broken connection to the broker may take to come back before the caller is told.</summary>
    private static readonly TimeSpan ReplyLimit = TimeSpan.FromSeconds(5);

    public Limits Limits => limits;

    /// <summary>When a command is sent: now, as finely as PostgreSQL keeps it, so that what is read back equals what was sent.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var now = time.GetUtcNow();
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        }
    }

    /// <summary>Sends a command, unless it breaks rules.</summary>
    /// <param name="worker">Publishes it, and receives the answer.</param>
    /// <param name="command">The command.</param>
    /// <param name="faults">The rules that it breaks.</param>
    /// <param name="fields">What the request calls the command's fields.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <exception cref="MassTransitException">The bus or the worker is away.</exception>
    /// <exception cref="BusUnavailableException">The connection to the broker is not back.</exception>
    public async Task<CommandAnswer<TAccepted>> SendAsync<TCommand, TAccepted>(
        IRequestClient<TCommand> worker, TCommand command, IReadOnlyList<Fault> faults, FieldNames fields, CancellationToken cancellationToken)
        where TCommand : class
        where TAccepted : class
    {
        if (faults.Count > 0)
        {
            return new(null, Problem.Invalid(faults, fields), Seen: false);
        }

        await WaitForBusAsync(cancellationToken);
        var (accepted, problem) = await AskAsync<TCommand, TAccepted>(worker, command, fields, cancellationToken);
        var seen = RevisionOf(accepted) is > 0 and var revision && await follower.WaitForAsync(revision, FeedLimit, cancellationToken);
        return new(accepted, problem, seen);
    }

    private async Task WaitForBusAsync(CancellationToken cancellationToken)
    {
        try
        {
            await replies.ReadyAsync(ReplyLimit, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new BusUnavailableException("Answers of workers cannot be received now.", exception);
        }
    }

    private static async Task<(TAccepted? Accepted, Problem? Problem)> AskAsync<TCommand, TAccepted>(
        IRequestClient<TCommand> worker, TCommand command, FieldNames fields, CancellationToken cancellationToken)
        where TCommand : class
        where TAccepted : class
    {
        using var request = worker.Create(command, cancellationToken, RequestTimeout.After(ms: (int)WorkerLimit.TotalMilliseconds));
        request.UseExecute(context => context.MustBeRouted());

        // Every way to refuse is listened for: no command takes all of them, and listening for one too many costs nothing.
        var notFound = request.GetResponse<AgentNotFound>(readyToSend: false);
        var rejected = request.GetResponse<RequestRejected>(readyToSend: false);
        var taken = request.GetResponse<RegistrationConflict>(readyToSend: false);
        var changed = request.GetResponse<RevisionConflict>(readyToSend: false);
        var noVersion = request.GetResponse<RegistrationVersionNotFound>(readyToSend: false);
        var missing = request.GetResponse<SessionNotFound>(readyToSend: false);
        var refused = request.GetResponse<SessionConflict>(readyToSend: false);
        var noContext = request.GetResponse<ContextNotFound>(readyToSend: false);
        var overtaken = request.GetResponse<ContextConflict>(readyToSend: false);
        var noDefinition = request.GetResponse<DefinitionNotFound>(readyToSend: false);
        var outdated = request.GetResponse<DefinitionConflict>(readyToSend: false);
        var noInstance = request.GetResponse<InstanceNotFound>(readyToSend: false);
        var hindered = request.GetResponse<InstanceConflict>(readyToSend: false);
        var accepted = request.GetResponse<TAccepted>(readyToSend: true);
        var first = await Task.WhenAny(
            accepted, notFound, rejected, taken, changed, noVersion, missing, refused, noContext, overtaken, noDefinition, outdated, noInstance, hindered);
        if (first == accepted)
        {
            return ((await accepted).Message, null);
        }

        return (null, first == notFound ? Problem.AgentNotFound((await notFound).Message.AgentId)
            : first == rejected ? Problem.Invalid((await rejected).Message.Faults, fields)
            : first == taken ? Problem.Of((await taken).Message)
            : first == noVersion ? Problem.Of((await noVersion).Message)
            : first == missing ? Problem.SessionNotFound((await missing).Message.SessionId)
            : first == refused ? Problem.Of((await refused).Message)
            : first == noContext ? Problem.Of((await noContext).Message)
            : first == overtaken ? Problem.Of((await overtaken).Message)
            : first == noDefinition ? Problem.DefinitionNotFound((await noDefinition).Message.Slug, (await noDefinition).Message.Version)
            : first == outdated ? Problem.Of((await outdated).Message)
            : first == noInstance ? Problem.InstanceNotFound((await noInstance).Message.InstanceId)
            : first == hindered ? Problem.Of((await hindered).Message)
            : Problem.Of((await changed).Message));
    }

    /// <summary>What a caller must see on the feed before he reads: agents, instances among them, are read from the directory, sessions, contexts and definitions from the tables themselves.</summary>
    private static long RevisionOf(object? accepted) => accepted switch
    {
        AgentAccepted one => one.Revision,
        AgentsAccepted many => many.Results.Select(result => result.Revision).DefaultIfEmpty().Max(),
        ActivityAccepted activity => activity.Revision,
        InstanceAccepted instance => instance.Revision,
        _ => 0,
    };
}

/// <summary>What became of a command: accepted, or the problem with it.</summary>
/// <param name="Accepted">The worker's answer.</param>
/// <param name="Problem">Why there is none.</param>
/// <param name="Seen">True when all who follow the feed in this process, have been handed the change; live clients get it at once, or, where there are very many, within LivePace's pause.</param>
internal readonly record struct CommandAnswer<TAccepted>(TAccepted? Accepted, Problem? Problem, bool Seen);
