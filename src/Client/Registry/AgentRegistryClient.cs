using AgentRegistry.Contracts;
using MassTransit;
using RabbitMQ.Client.Exceptions;

namespace AgentRegistry.Client;

/// <summary>Requests over the bus, each with a limit of time.</summary>
internal sealed class AgentRegistryClient(RegistryLink link, AgentRegistryClientOptions options, TimeProvider time) : IAgentRegistryClient
{
    /// <summary>Older heartbeats say nothing: a queue that is behind must not bring the dead back.</summary>
    private static readonly TimeSpan HeartbeatsAreGoodFor = TimeSpan.FromSeconds(60);

    private DateTimeOffset Now => time.GetUtcNow().ToMicroseconds();

    public Task<AgentAccepted> RegisterAsync(RegisterAgent registration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(registration);
        return AskAsync<RegisterAgent, AgentAccepted>(
            registration with { MessageId = Id(registration.MessageId), SentAt = At(registration.SentAt) }, cancellationToken);
    }

    public Task<HeartbeatAccepted> HeartbeatAsync(Heartbeat heartbeat, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(heartbeat);
        return AskAsync<Heartbeat, HeartbeatAccepted>(heartbeat with { SentAt = At(heartbeat.SentAt) }, cancellationToken);
    }

    public Task<ActivityAccepted> LogActivityAsync(ActivityLogged activity, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AskAsync<ActivityLogged, ActivityAccepted>(
            activity with { ActivityId = Id(activity.ActivityId), OccurredAt = At(activity.OccurredAt) }, cancellationToken);
    }

    public Task<AgentsAccepted> ChangeStatusAsync(ChangeAgentStatus change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        return AskAsync<ChangeAgentStatus, AgentsAccepted>(
            change with { MessageId = Id(change.MessageId), SentAt = At(change.SentAt) }, cancellationToken);
    }

    public async Task DeregisterAsync(string agentId, CancellationToken cancellationToken = default)
    {
        try
        {
            await AskAsync<DeleteAgent, AgentAccepted>(
                new DeleteAgent { MessageId = Guid.CreateVersion7(), SentAt = Now, AgentId = agentId }, cancellationToken);
        }
        catch (RegistryNotFoundException)
        {
            // Already so.
        }
    }

    public Task<RouteDecision> RouteAsync(RouteQuery query, CancellationToken cancellationToken = default) =>
        AskAsync<RouteQuery, RouteDecision>(query, cancellationToken);

    public Task<CapabilityMatches> SearchAsync(SearchCapabilities search, CancellationToken cancellationToken = default) =>
        AskAsync<SearchCapabilities, CapabilityMatches>(search, cancellationToken);

    public async Task<AgentDetails?> GetAgentAsync(string agentId, CancellationToken cancellationToken = default)
    {
        try
        {
            return await AskAsync<GetAgent, AgentDetails>(new GetAgent { AgentId = agentId }, cancellationToken);
        }
        catch (RegistryNotFoundException)
        {
            return null;
        }
    }

    public async Task<TAnswer> AskAsync<TMessage, TAnswer>(TMessage message, CancellationToken cancellationToken = default)
        where TMessage : class
        where TAnswer : class
    {
        ArgumentNullException.ThrowIfNull(message);
        return await WithinLimitAsync(token => AskOnceAsync<TMessage, TAnswer>(message, token), typeof(TMessage), cancellationToken);
    }

    public async Task PublishAsync<TMessage>(TMessage message, CancellationToken cancellationToken = default)
        where TMessage : class
    {
        ArgumentNullException.ThrowIfNull(message);
        await WithinLimitAsync(
            async token =>
            {
                await link.Bus.Publish(message, context => MustBeRouted(context), token);
                return true;
            },
            typeof(TMessage),
            cancellationToken);
    }

    private async Task<TAnswer> AskOnceAsync<TMessage, TAnswer>(TMessage message, CancellationToken limit)
        where TMessage : class
        where TAnswer : class
    {
        // The limit of the request is for the broker, which throws away what nobody waits for any more.
        using var request = link.Requests.CreateRequest(message, limit, RequestTimeout.After(ms: (int)options.AnswerLimit.TotalMilliseconds));
        request.UseExecute(MustBeRouted);
        var refusals = Refusal.All.Where(refusal => refusal.Answer != typeof(TAnswer)).Select(refusal => refusal.ListenAsync(request)).ToList();
        var accepted = request.GetResponse<TAnswer>(readyToSend: true);
        Task[] answers = [accepted, .. refusals];
        foreach (var answer in answers)
        {
            // Only one of them is awaited; that the others end with it is no news.
            _ = answer.ContinueWith(
                static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }

        // Sending waits for a broker that is away, whatever the limit of the request: so this wait has its own.
        var first = await Task.WhenAny(answers).WaitAsync(limit);
        return first is Task<AgentRegistryException> refusal ? throw await refusal : (await accepted).Message;
    }

    private async Task<T> WithinLimitAsync<T>(Func<CancellationToken, Task<T>> call, Type message, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.AnswerLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await call(either.Token);
        }
        catch (Exception exception) when (IsUnavailable(exception))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new RegistryUnavailableException(
                exception is OperationCanceledException or RequestTimeoutException
                    ? $"The registry did not answer {message.Name} within {options.AnswerLimit}"
                    : $"The registry could not be asked {message.Name}: {exception.GetBaseException().Message}",
                exception);
        }
    }

    /// <summary>Where no worker has ever started there is no queue, and the broker drops what is published. Marked so, it comes back.</summary>
    private static void MustBeRouted(SendContext context)
    {
        if (context.TryGetPayload<PublishContext>(out var publish))
        {
            publish.Mandatory = true;
        }

        if (context is SendContext<Heartbeat> or SendContext<HeartbeatBatch>)
        {
            context.Durable = false;
            context.TimeToLive ??= HeartbeatsAreGoodFor;
        }
    }

    private static bool IsUnavailable(Exception exception) =>
        exception is MassTransitException or RabbitMQClientException or OperationCanceledException or IOException or ObjectDisposedException;

    private static Guid Id(Guid id) => id == Guid.Empty ? Guid.CreateVersion7() : id;

    private DateTimeOffset At(DateTimeOffset moment) => moment == default ? Now : moment;
}
