using System.ComponentModel;
using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.Storage.Queries;
using AgentRegistry.Storage.Sessions;

namespace AgentRegistry.QueryApi.Sessions;

/// <summary>A session as a file.</summary>
internal static class SessionExport
{
    public static async Task<IResult> HandleAsync(
        string id,
        [Description("json, or jsonl for a line of JSON each.")] string? format,
        Workspace workspace,
        HttpContext context,
        ApiRequest request,
        SessionQueries queries)
    {
        var isLines = format == "jsonl";
        if (!isLines && format is not (null or "" or "json"))
        {
            request.Add("format", "must be one of json, jsonl");
        }

        var response = await SessionEndpoints.GetAsync(id, workspace, request, queries);
        if (response.Value is not { } session)
        {
            return response;
        }

        // An id has no character that would have to be quoted.
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"session-{id}.{(isLines ? "jsonl" : "json")}\"";
        return isLines ? new JsonLines(Lines(session)) : response;
    }

    private static IEnumerable<object> Lines(SessionDetails session) =>
    [
        new SessionLine { Session = session },
        .. session.ConversationHistory.Select(message => new MessageLine { Message = message }),
        .. session.AgentsInvoked.Select(invocation => new InvocationLine { Invocation = invocation }),
    ];

    private sealed record SessionLine
    {
        public string Type { get; } = "session";

        public required Session Session { get; init; }
    }

    private sealed record MessageLine
    {
        public string Type { get; } = "message";

        public required SessionMessage Message { get; init; }
    }

    private sealed record InvocationLine
    {
        public string Type { get; } = "invocation";

        public required SessionInvocation Invocation { get; init; }
    }

    /// <summary>Objects as JSON Lines, written one after the other.</summary>
    private sealed class JsonLines(IEnumerable<object> lines) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = "application/jsonl; charset=utf-8";
            foreach (var line in lines)
            {
                await JsonSerializer.SerializeAsync(response.Body, line, line.GetType(), WireJson.Options, httpContext.RequestAborted);
                await response.Body.WriteAsync("\n"u8.ToArray(), httpContext.RequestAborted);
            }
        }
    }
}
