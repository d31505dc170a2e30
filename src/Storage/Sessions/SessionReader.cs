using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Model;
using AgentRegistry.Storage.Sql;
using Microsoft.EntityFrameworkCore;

namespace AgentRegistry.Storage.Sessions;

internal sealed class SessionReader(ModelSource model, SqlSource sql) : ISessionReader
{
    /// <summary>Agents of one analysis, the most called.</summary>
    private const int MaxAgents = 1_000;

    // Compiled: these are asked most, and what EF Core does before a statement costs as much as the statement. Made when they are first asked.
    private readonly Lazy<Func<RegistryDbContext, string, string, int, int, IAsyncEnumerable<Paged<SessionMessageRow>>>> _messages = new(() =>
        EF.CompileAsyncQuery((RegistryDbContext context, string workspace, string sessionId, int after, int limit) => context.Messages
            .Where(row => row.Workspace == workspace && row.SessionId == sessionId && row.Sequence > after)
            .OrderBy(row => row.Sequence)
            .Take(limit)
            .Select(row => new Paged<SessionMessageRow>(
                row, context.Sessions.Where(session => session.Workspace == workspace && session.SessionId == sessionId).Select(session => session.Messages).First()))));

    private readonly Lazy<Func<RegistryDbContext, string, string, int, int, IAsyncEnumerable<Paged<SessionInvocationRow>>>> _invocations = new(() =>
        EF.CompileAsyncQuery((RegistryDbContext context, string workspace, string sessionId, int after, int limit) => context.Invocations
            .Where(row => row.Workspace == workspace && row.SessionId == sessionId && row.Sequence > after)
            .OrderBy(row => row.Sequence)
            .Take(limit)
            .Select(row => new Paged<SessionInvocationRow>(
                row, context.Sessions.Where(session => session.Workspace == workspace && session.SessionId == sessionId).Select(session => session.Invocations).First()))));

    public async Task<SessionDetails?> FindAsync(SessionKey key, CancellationToken cancellationToken)
    {
        await using var context = model.Open();
        await using var moment = await context.OneMomentAsync(cancellationToken);
        if (await Session(context, key).SingleOrDefaultAsync(cancellationToken) is not { } session)
        {
            return null;
        }

        var messages = await PageAsync(_messages.Value(context, key.Workspace, key.SessionId, 0, int.MaxValue), cancellationToken);
        var invocations = await PageAsync(_invocations.Value(context, key.Workspace, key.SessionId, 0, int.MaxValue), cancellationToken);
        return new(Contract(session))
        {
            ConversationHistory = [.. messages.Rows.Select(Message)],
            AgentsInvoked = [.. invocations.Rows.Select(Invocation)],
            Context = invocations.Rows is [.., var last] ? Context(session.SessionId, last) : null,
        };
    }

    /// <summary>The last invocation is the context: kept once, it cannot say anything else than the history.</summary>
    public async Task<SessionContext?> FindContextAsync(SessionKey key, CancellationToken cancellationToken)
    {
        await using var context = model.Open();
        var found = await Session(context, key)
            .Select(session => new
            {
                Last = context.Invocations
                    .FirstOrDefault(row => row.Workspace == session.Workspace && row.SessionId == session.SessionId && row.Sequence == session.Invocations),
            })
            .SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : found.Last is { } last ? Context(key.SessionId, last) : new() { SessionId = key.SessionId };
    }

    public async Task<SessionMessagePage?> ListMessagesAsync(SessionKey key, int after, int limit, CancellationToken cancellationToken)
    {
        await using var context = model.Open();
        var (rows, counted) = await PageAsync(_messages.Value(context, key.Workspace, key.SessionId, after, limit), cancellationToken);
        return (counted ?? await Session(context, key).Select(row => (int?)row.Messages).SingleOrDefaultAsync(cancellationToken)) is not { } total ? null : new()
        {
            SessionId = key.SessionId,
            Messages = [.. rows.Select(Message)],
            Total = total,
            NextAfter = rows.Count == limit && rows[^1].Sequence < total ? rows[^1].Sequence : null,
        };
    }

    public async Task<SessionInvocationPage?> ListInvocationsAsync(SessionKey key, int after, int limit, CancellationToken cancellationToken)
    {
        await using var context = model.Open();
        var (rows, counted) = await PageAsync(_invocations.Value(context, key.Workspace, key.SessionId, after, limit), cancellationToken);
        return (counted ?? await Session(context, key).Select(row => (int?)row.Invocations).SingleOrDefaultAsync(cancellationToken)) is not { } total ? null : new()
        {
            SessionId = key.SessionId,
            Invocations = [.. rows.Select(Invocation)],
            Total = total,
            NextAfter = rows.Count == limit && rows[^1].Sequence < total ? rows[^1].Sequence : null,
        };
    }

    public async Task<SessionPage> ListAsync(ListSessions query, CancellationToken cancellationToken)
    {
        await using var context = model.Open();
        var sessions = Created(context, query.Workspace, query.From, query.To, query.UserId);
        if (query.Status is { } status)
        {
            sessions = sessions.Where(row => row.Status == status);
        }

        if (query.AgentId is { } agentId)
        {
            // Through the sessions in which the agent was called, which may be few among very many.
            var called = context.Invocations.Where(row => row.Workspace == query.Workspace && row.AgentId == agentId).Select(row => row.SessionId);
            sessions = sessions.Where(row => called.Contains(row.SessionId));
        }

        if (query.Cursor is not null && SessionCursor.TryRead(query.Cursor, out var start))
        {
            sessions = sessions.Where(row => row.CreatedAt <= start.CreatedAt
                && (row.CreatedAt < start.CreatedAt || string.Compare(row.SessionId, start.SessionId) < 0));
        }

        var rows = await sessions.OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.SessionId).Take(query.Limit + 1).ToListAsync(cancellationToken);
        return new()
        {
            Sessions = [.. rows.Take(query.Limit).Select(Contract)],
            Limit = query.Limit,
            NextCursor = rows.Count > query.Limit ? new SessionCursor(rows[query.Limit - 1].CreatedAt, rows[query.Limit - 1].SessionId).Write() : null,
        };
    }

    public async Task<SessionAnalysis> AnalyseAsync(AnalyseSessions query, CancellationToken cancellationToken)
    {
        await using var context = model.Open();
        var sessions = Created(context, query.Workspace, query.From, query.To, query.UserId);
        var tallies = await sessions.GroupBy(row => row.Status)
            .Select(tally => new { Status = tally.Key, Sessions = tally.LongCount(), Messages = tally.Sum(row => (long)row.Messages), Invocations = tally.Sum(row => (long)row.Invocations) })
            .ToListAsync(cancellationToken);
        var agents = await (
            from session in sessions
            join row in context.Invocations on new { session.Workspace, session.SessionId } equals new { row.Workspace, row.SessionId }
            group row by row.AgentId into calls
            orderby calls.Count() descending, calls.Key
            select new
            {
                AgentId = calls.Key,
                Sessions = calls.Select(row => row.SessionId).Distinct().Count(),
                Invocations = calls.Count(),
                Succeeded = calls.Count(row => row.Success),
                Average = calls.Average(row => row.DurationMs),
                Longest = calls.Max(row => row.DurationMs),
            }).Take(MaxAgents).ToListAsync(cancellationToken);
        return new()
        {
            Sessions = tallies.Sum(tally => tally.Sessions),
            Active = Of(SessionStatus.Active),
            Completed = Of(SessionStatus.Completed),
            Expired = Of(SessionStatus.Expired),
            Messages = tallies.Sum(tally => tally.Messages),
            Invocations = tallies.Sum(tally => tally.Invocations),
            Agents =
            [
                .. agents.Select(calls => new SessionAgentUse
                {
                    AgentId = calls.AgentId,
                    Sessions = calls.Sessions,
                    Invocations = calls.Invocations,
                    Succeeded = calls.Succeeded,
                    SuccessRate = Math.Round((double)calls.Succeeded / calls.Invocations, 4),
                    AvgDurationMs = calls.Average is { } average ? Math.Round(average, 1) : null,
                    MaxDurationMs = calls.Longest,
                }),
            ],
        };

        long Of(SessionStatus status) => tallies.Where(tally => tally.Status == status).Sum(tally => tally.Sessions);
    }

    // Every process asks these again and again, in SQL, so that one that is idle never loads EF Core.
    public Task<IReadOnlyList<SessionKey>> FindIdleAsync(DateTimeOffset since, int most, CancellationToken cancellationToken) =>
        sql.ReadAsync(EmbeddedText.Read("Sessions/idle.sql"), SessionColumns.Key, cancellationToken, ("before", since), ("max", most));

    public Task<IReadOnlyList<SessionKey>> FindEndedAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        sql.ReadAsync(EmbeddedText.Read("Sessions/ended.sql"), SessionColumns.Key, cancellationToken, ("before", before), ("max", most));

    private static IQueryable<SessionRow> Session(RegistryDbContext context, SessionKey key) =>
        context.Sessions.Where(row => row.Workspace == key.Workspace && row.SessionId == key.SessionId);

    /// <returns>The total is null where there are no rows to tell it.</returns>
    private static async Task<(List<TRow> Rows, int? Total)> PageAsync<TRow>(IAsyncEnumerable<Paged<TRow>> page, CancellationToken cancellationToken)
    {
        var (rows, total) = (new List<TRow>(), (int?)null);
        await foreach (var paged in page.WithCancellation(cancellationToken))
        {
            rows.Add(paged.Row);
            total = paged.Total;
        }

        return (rows, total);
    }

    /// <summary>Sessions of a period, and of a user where one is named.</summary>
    private static IQueryable<SessionRow> Created(RegistryDbContext context, string workspace, DateTimeOffset? from, DateTimeOffset? to, string? userId)
    {
        var sessions = context.Sessions.Where(row => row.Workspace == workspace);
        sessions = from is { } start ? sessions.Where(row => row.CreatedAt >= start) : sessions;
        sessions = to is { } end ? sessions.Where(row => row.CreatedAt < end) : sessions;
        return userId is null ? sessions : sessions.Where(row => row.UserId == userId);
    }

    private static JsonElement? Metadata(string? text) => text is null ? null : JsonSerializer.Deserialize<JsonElement>(text);

    private static SessionContext Context(string sessionId, SessionInvocationRow last) => new()
    {
        SessionId = sessionId,
        LastAgentId = last.AgentId,
        LastQuery = last.Query,
        LastResponse = last.Response,
        UpdatedAt = last.OccurredAt,
    };

    private static SessionMessage Message(SessionMessageRow row) => new()
    {
        Sequence = row.Sequence,
        Id = row.MessageId,
        Role = row.Role,
        Content = row.Content,
        Metadata = Metadata(row.Metadata),
        Timestamp = row.OccurredAt,
    };

    private static SessionInvocation Invocation(SessionInvocationRow row) => new()
    {
        Sequence = row.Sequence,
        Id = row.InvocationId,
        AgentId = row.AgentId,
        Query = row.Query,
        Response = row.Response,
        Success = row.Success,
        Error = row.Error,
        DurationMs = row.DurationMs,
        Timestamp = row.OccurredAt,
    };

    private static Session Contract(SessionRow row) => new()
    {
        Workspace = row.Workspace,
        SessionId = row.SessionId,
        UserId = row.UserId,
        Status = row.Status,
        Metadata = Metadata(row.Metadata),
        CreatedAt = row.CreatedAt,
        UpdatedAt = row.UpdatedAt,
        StatusSince = row.StatusSince,
        MessageCount = row.Messages,
        InvocationCount = row.Invocations,
        LastAgentId = row.LastAgentId,
        Revision = row.Revision,
    };

    /// <summary>A row of a page, with the number of all rows as of the same statement.</summary>
    private sealed record Paged<TRow>(TRow Row, int Total);
}
