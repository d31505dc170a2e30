using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Problems;

namespace AgentRegistry.QueryApi.Reading;

/// <summary>
/// The header <c>X-Workspace</c> on requests about agents, whose ids are unique in the registry: who names a workspace sees and
/// changes nothing outside of it; who names none asks the registry.
/// </summary>
internal sealed class AgentScope : IRequestPart
{
    public static readonly DocumentedHeader Header = new(
        Reading.Workspace.Header, "The agent's workspace: one of another is as if it were not there. Absent: whichever the agent is of.", "acme");

    private static readonly FieldNames Fields = new(("workspace", Reading.Workspace.Header));
    private static readonly AgentScope Unnamed = new(null, null);

    private AgentScope(string? workspace, Problem? problem) => (Workspace, Problem) = (workspace, problem);

    /// <summary>Null where none is named.</summary>
    public string? Workspace { get; }

    public Problem? Problem { get; }

    /// <summary>Whether an agent of a workspace is within it.</summary>
    public bool Covers(string workspace) => Workspace is null || Workspace == workspace;

    public static ValueTask<AgentScope?> BindAsync(HttpContext context) => ValueTask.FromResult<AgentScope?>(Of(context));

    /// <summary>The workspace of a list, which its own parameter may name as well.</summary>
    public (string? Workspace, Problem? Problem) With(string? parameter) => (Workspace, parameter) switch
    {
        ({ } header, { } other) when header != other => (null, Problem.Invalid("workspace", $"must be that of {Reading.Workspace.Header}, or be left out")),
        _ => (Workspace ?? parameter, null),
    };

    public static AgentScope Of(HttpContext context)
    {
        if (context.Request.Headers[Reading.Workspace.Header].ToString() is not { Length: > 0 } id)
        {
            return Unnamed;
        }

        var faults = MessageRules.Check(new GetAgent { AgentId = "any", Workspace = id }, context.RequestServices.GetRequiredService<Limits>());
        return new(id, faults.Count > 0 ? Problem.Invalid(faults, Fields) : null);
    }

    /// <summary>Before every route that names an agent in its path, so that none can forget it.</summary>
    public static EndpointFilterDelegate Filter(EndpointFilterFactoryContext factory, EndpointFilterDelegate next) => context =>
    {
        var scope = Of(context.HttpContext);
        if (scope.Problem is { } problem)
        {
            return ValueTask.FromResult<object?>(problem);
        }

        var id = (context.HttpContext.GetRouteValue("id") ?? context.HttpContext.GetRouteValue("name")) as string;
        var directory = context.HttpContext.RequestServices.GetRequiredService<AgentDirectory>();
        return id is not null && directory.Find(id) is { } agent && !scope.Covers(agent.Workspace)
            ? ValueTask.FromResult<object?>(Problem.AgentNotFound(id))
            : next(context);
    };
}

/// <summary>Puts routes behind the header.</summary>
internal static class ScopedRoutes
{
    public static T Scoped<T>(this T routes)
        where T : IEndpointConventionBuilder =>
        routes.WithMetadata(AgentScope.Header).AddEndpointFilterFactory(AgentScope.Filter);
}
