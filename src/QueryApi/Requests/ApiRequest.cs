using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Responses;

namespace AgentRegistry.QueryApi.Requests;

/// <summary>
/// The request at hand. While it is bound, whatever is wrong with its headers, parameters and fields is collected here; sending its command
/// or asking its query checks the message's rules as well, so that one response names every fault.
/// </summary>
internal sealed class ApiRequest
{
    private readonly HttpContext _context;
    private readonly List<Fault> _faults = [];
    private DateTimeOffset? _now;

    private ApiRequest(HttpContext context)
    {
        _context = context;
        Text = new QueryText(_faults);
    }

    /// <summary>Reads the URL's parameters.</summary>
    public QueryText Text { get; }

    /// <summary>True when something is wrong with it already.</summary>
    public bool IsFaulty => _faults.Count > 0;

    public Limits Limits => _context.RequestServices.GetRequiredService<Limits>();

    /// <summary>Ends when the caller has gone.</summary>
    public CancellationToken Aborted => _context.RequestAborted;

    /// <summary>When the request's command is sent, as finely as PostgreSQL keeps it, so that what is read back equals what was sent.</summary>
    public DateTimeOffset Now => _now ??= _context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().ToMicroseconds();

    /// <summary>A new message id.</summary>
    public Guid NewId() => Guid.CreateVersion7(Now);

    public static ValueTask<ApiRequest?> BindAsync(HttpContext context) => ValueTask.FromResult<ApiRequest?>(Of(context));

    public static ApiRequest Of(HttpContext context)
    {
        if (context.Features.Get<ApiRequest>() is not { } request)
        {
            request = new ApiRequest(context);
            context.Features.Set(request);
        }

        return request;
    }

    /// <summary>Notes a fault, with the field as the request names it.</summary>
    public void Add(string field, string message) => Add([new Fault(field, message)]);

    /// <summary>Notes faults. A header is read by a filter and again by its handler: the same fault counts once.</summary>
    public void Add(IEnumerable<Fault> faults) => _faults.AddRange(faults.Except(_faults));

    /// <summary>The problem with the request: its own faults, and those of the message that it became.</summary>
    /// <param name="message">The command or query.</param>
    /// <param name="fields">How the request names the message's fields.</param>
    /// <returns>Null where nothing is wrong.</returns>
    public Problem? Check<TMessage>(TMessage message, FieldNames fields)
    {
        var broken = MessageRules.Check(message, Limits, Now);
        return broken.Count + _faults.Count == 0 ? null : ProblemWith(fields.OfRequest(broken));
    }

    /// <summary>The problem with the request's own faults; null where it has none.</summary>
    public Problem? Problem() => IsFaulty ? ProblemWith([]) : null;

    /// <summary>Sends the command to its worker, unless something is wrong, and waits until it is committed.</summary>
    /// <param name="command">The command.</param>
    /// <param name="fields">How the request names the command's fields.</param>
    public async Task<Response<TAccepted>> SendAsync<TCommand, TAccepted>(TCommand command, FieldNames fields)
        where TCommand : class
        where TAccepted : class
    {
        if (Check(command, fields) is { } invalid)
        {
            return invalid;
        }

        var (answer, isSeen) = await _context.RequestServices.GetRequiredService<CommandSender>().SendAsync<TCommand, TAccepted>(command, Aborted);
        return answer is TAccepted accepted ? Response<TAccepted>.Of(accepted, isSeen) : ProblemOf(answer, fields);
    }

    /// <summary>Asks a query's handler, unless something is wrong.</summary>
    /// <param name="query">The query.</param>
    /// <param name="fields">How the request names the query's fields.</param>
    /// <param name="handle">The handler, which also answers the query on the bus.</param>
    public async Task<Response<TAnswer>> AskAsync<TQuery, TAnswer>(TQuery query, FieldNames fields, Func<TQuery, CancellationToken, Task<object>> handle)
        where TAnswer : class
    {
        if (Check(query, fields) is { } invalid)
        {
            return invalid;
        }

        var answer = await handle(query, Aborted);
        return answer is TAnswer found ? found : ProblemOf(answer, fields);
    }

    private static Problem ProblemOf(object refusal, FieldNames fields) => refusal is RequestRejected rejected
        ? Responses.Problem.Invalid([.. fields.OfRequest(rejected.Faults)])
        : Responses.Problem.Of(refusal);

    /// <summary>What cannot be read, or is missing, is one fault, and not that it breaks a rule besides.</summary>
    private Problem ProblemWith(IEnumerable<Fault> broken)
    {
        var known = _faults.Select(fault => fault.Field).ToHashSet(StringComparer.Ordinal);
        return Responses.Problem.Invalid([.. _faults, .. broken.Where(fault => !known.Contains(fault.Field))]);
    }
}
