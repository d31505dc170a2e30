using AgentRegistry.Contracts;
using MassTransit;
using RabbitMQ.Client.Exceptions;

namespace AgentRegistry.Client;

/// <summary>Requests over the bus, each with a time limit.</summary>
internal sealed class AgentRegistryClient(RegistryLink link, AgentRegistryClientOptions options, TimeProvider time) : IAgentRegistryClient
{
    /// <summary>An older heartbeat must not renew a lease.</summary>
    private static readonly TimeSpan HeartbeatTimeToLive = TimeSpan.FromSeconds(60);

    private DateTimeOffset Now => time.GetUtcNow().ToMicroseconds();

    public Task<AgentAccepted> RegisterAsync(RegisterAgent registration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(registration);
        return RequestAsync<RegisterAgent, AgentAccepted>(
            registration with { MessageId = Id(registration.MessageId), SentAt = At(registration.SentAt) }, cancellationToken);
    }

    public Task<HeartbeatAccepted> HeartbeatAsync(Heartbeat heartbeat, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(heartbeat);
        return RequestAsync<Heartbeat, HeartbeatAccepted>(heartbeat with { SentAt = At(heartbeat.SentAt) }, cancellationToken);
    }

    public Task<ActivityAccepted> LogActivityAsync(ActivityLogged activity, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return RequestAsync<ActivityLogged, ActivityAccepted>(
            activity with { ActivityId = Id(activity.ActivityId), OccurredAt = At(activity.OccurredAt) }, cancellationToken);
    }

    public Task<AgentsAccepted> ChangeStatusAsync(ChangeAgentStatus change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        return RequestAsync<ChangeAgentStatus, AgentsAccepted>(
            change with { MessageId = Id(change.MessageId), SentAt = At(change.SentAt) }, cancellationToken);
    }

    public async Task DeregisterAsync(string agentId, CancellationToken cancellationToken = default)
    {
        try
        {
            await RequestAsync<DeleteAgent, AgentAccepted>(
                new DeleteAgent { MessageId = Guid.CreateVersion7(), SentAt = Now, AgentId = agentId }, cancellationToken);
        }
        catch (RegistryNotFoundException)
        {
            // Deleted already.
        }
    }

    public Task<RouteDecision> RouteAsync(RouteQuery query, CancellationToken cancellationToken = default) =>
        RequestAsync<RouteQuery, RouteDecision>(query, cancellationToken);

    public Task<CapabilityMatches> SearchAsync(SearchCapabilities search, CancellationToken cancellationToken = default) =>
        RequestAsync<SearchCapabilities, CapabilityMatches>(search, cancellationToken);

    public async Task<AgentDetails?> GetAgentAsync(string agentId, CancellationToken cancellationToken = default)
    {
        try
        {
            return await RequestAsync<GetAgent, AgentDetails>(new GetAgent { AgentId = agentId }, cancellationToken);
        }
        catch (RegistryNotFoundException)
        {
            return null;
        }
    }

    public async Task<TResponse> RequestAsync<TMessage, TResponse>(TMessage message, CancellationToken cancellationToken = default)
        where TMessage : class
        where TResponse : class
    {
        ArgumentNullException.ThrowIfNull(message);
        return await WithinLimitAsync(token => SendRequestAsync<TMessage, TResponse>(message, token), typeof(TMessage), cancellationToken);
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

    private async Task<TResponse> SendRequestAsync<TMessage, TResponse>(TMessage message, CancellationToken limit)
        where TMessage : class
        where TResponse : class
    {
        // This timeout is for the broker, which drops the message after it.
        using var request = link.Requests.CreateRequest(message, limit, RequestTimeout.After(ms: (int)options.ResponseTimeout.TotalMilliseconds));
        request.UseExecute(MustBeRouted);
        var refusals = Refusal.All.Where(refusal => refusal.Response != typeof(TResponse)).Select(refusal => refusal.ListenAsync(request)).ToList();
        var accepted = request.GetResponse<TResponse>(readyToSend: true);
        Task[] responses = [accepted, .. refusals];
        foreach (var response in responses)
        {
            // Only one of them is awaited: the faults of the others are observed here.
            _ = response.ContinueWith(
                static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }

        // Sending waits for an unavailable broker beyond the request's timeout: so this wait has its own.
        var first = await Task.WhenAny(responses).WaitAsync(limit);
        return first is Task<AgentRegistryException> refusal ? throw await refusal : (await accepted).Message;
    }

    private async Task<T> WithinLimitAsync<T>(Func<CancellationToken, Task<T>> call, Type message, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.ResponseTimeout, time);
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
                    ? $"The registry did not respond to {message.Name} within {options.ResponseTimeout}"
                    : $"{message.Name} could not be sent to the registry: {exception.GetBaseException().Message}",
                exception);
        }
    }

    /// <summary>Before the first worker has started there is no queue, and the broker drops the message. A mandatory one is returned.</summary>
    private static void MustBeRouted(SendContext context)
    {
        if (context.TryGetPayload<PublishContext>(out var publish))
        {
            publish.Mandatory = true;
        }

        if (context is SendContext<Heartbeat> or SendContext<HeartbeatBatch>)
        {
            context.Durable = false;
            context.TimeToLive ??= HeartbeatTimeToLive;
        }
    }

    private static bool IsUnavailable(Exception exception) =>
        exception is MassTransitException or RabbitMQClientException or OperationCanceledException or IOException or ObjectDisposedException;

    private static Guid Id(Guid id) => id == Guid.Empty ? Guid.CreateVersion7() : id;

    private DateTimeOffset At(DateTimeOffset moment) => moment == default ? Now : moment;
}

/// <summary>The bus to the registry: the client's own connection or the process's bus.</summary>
internal sealed class RegistryLink(IBus bus)
{
    public IBus Bus => bus;

    /// <summary>
    /// Responses come to the bus's own endpoint. With RabbitMQ's direct reply-to a request that is sent before the channel's consumer has
    /// reconnected makes the broker close the channel.
    /// </summary>
    public IClientFactory Requests { get; } = bus.CreateClientFactory();
}

/// <summary>The client's own connection, beside any other bus of the process.</summary>
internal interface IRegistryBus : IBus;

/// <summary>MassTransit's instance of it.</summary>
internal sealed class RegistryBus(IBusControl control) : BusInstance<IRegistryBus>(control), IRegistryBus;
