using System.Reflection;
using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Following;
using MassTransit;

namespace AgentRegistry.QueryApi.Bus;

/// <summary>
/// Takes a command to its worker: waits for what became of it, so that a response means committed; and waits until this process has seen
/// the change on the feed, so that a caller reads what it wrote.
/// </summary>
internal sealed class CommandSender(FeedFollower follower, ReplyChannel replies, IClientFactory clients)
{
    /// <summary>One for each contract that refuses a command.</summary>
    private static readonly IReadOnlyList<Func<RequestHandle, Task<Response>>> RefusalListeners =
    [
        .. Refusals.All.Select(type => typeof(CommandSender)
            .GetMethod(nameof(ListenForRefusalAsync), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type)
            .CreateDelegate<Func<RequestHandle, Task<Response>>>()),
    ];

    /// <summary>How long a worker may take; after that the command expires in its queue.</summary>
    private static readonly RequestTimeout WorkerLimit = RequestTimeout.After(s: 10);

    /// <summary>
    /// How long the feed may take: longer than the second after which the follower looks unasked. The change is committed in any case:
    /// a feed that lags must not turn it into an error.
    /// </summary>
    private static readonly TimeSpan FeedLimit = TimeSpan.FromSeconds(3);

    /// <summary>How long a broken connection to the broker may take to come back before the caller is told.</summary>
    private static readonly TimeSpan ReplyLimit = TimeSpan.FromSeconds(5);

    /// <summary>Sends a command that keeps its rules.</summary>
    /// <returns>The worker's response, accepted or refused; and whether the change has been seen on the feed.</returns>
    /// <exception cref="MassTransitException">The bus or the worker is unavailable.</exception>
    /// <exception cref="BusUnavailableException">The connection to the broker is not back.</exception>
    public async Task<(object Response, bool IsSeen)> SendAsync<TCommand, TAccepted>(TCommand command, CancellationToken cancellationToken)
        where TCommand : class
        where TAccepted : class
    {
        try
        {
            await replies.ReadyAsync(ReplyLimit, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new BusUnavailableException("Responses of workers cannot be received now.", exception);
        }

        var response = await RequestAsync<TCommand, TAccepted>(command, cancellationToken);
        return (response, RevisionOf(response) is > 0 and var revision && await follower.WaitForAsync(revision, FeedLimit, cancellationToken));
    }

    private async Task<object> RequestAsync<TCommand, TAccepted>(TCommand command, CancellationToken cancellationToken)
        where TCommand : class
        where TAccepted : class
    {
        using var request = clients.CreateRequestClient<TCommand>().Create(command, cancellationToken, WorkerLimit);
        request.UseExecute(context => context.MustBeRouted());

        // Every refusal is listened for: no command has all of them, and listening for one too many costs nothing.
        List<Task<Response>> responses = [.. RefusalListeners.Select(listen => listen(request)), ListenAsync<TAccepted>(request, readyToSend: true)];
        var first = await Task.WhenAny(responses);
        return (await first).Message;
    }

    private static async Task<Response> ListenAsync<T>(RequestHandle request, bool readyToSend)
        where T : class => await request.GetResponse<T>(readyToSend);

    /// <summary>What a caller must see on the feed before he reads: agents, instances among them, are read from the directory, sessions, contexts and definitions from the tables themselves.</summary>
    private static long RevisionOf(object response) => response switch
    {
        AgentAccepted one => one.Revision,
        AgentsAccepted many => many.Results.Select(result => result.Revision).DefaultIfEmpty().Max(),
        ActivityAccepted activity => activity.Revision,
        InstanceAccepted instance => instance.Revision,
        _ => 0,
    };

    private static Task<Response> ListenForRefusalAsync<T>(RequestHandle request)
        where T : class => ListenAsync<T>(request, readyToSend: false);
}

/// <summary>The broker cannot be reached, or did not confirm a message in time; then it is not known whether it has it.</summary>
internal sealed class BusUnavailableException(string message, Exception innerException) : Exception(message, innerException);

/// <summary>Where no worker has ever started there is no queue, and the broker drops what is published. Marked so, it comes back, and the caller hears of it.</summary>
internal static class MandatoryMessages
{
    public static void MustBeRouted(this SendContext context)
    {
        if (context.TryGetPayload<PublishContext>(out var publish))
        {
            publish.Mandatory = true;
        }
    }
}
