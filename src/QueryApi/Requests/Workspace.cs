using System.Reflection;
using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.QueryApi.Responses;
using Microsoft.AspNetCore.Http.Metadata;

namespace AgentRegistry.QueryApi.Requests;

/// <summary>The header <c>X-Workspace</c>: nothing outside of it is seen or changed. Absent: the default one.</summary>
internal sealed class Workspace : IEndpointParameterMetadataProvider
{
    /// <summary>Its name stands for the field in what is said of faulty requests.</summary>
    public const string Header = "X-Workspace";

    private Workspace(string? id) => (Id, IsGiven) = (id ?? Defaults.Workspace, id is not null);

    /// <summary>Not checked: it goes into a message, whose rules look at it.</summary>
    public string Id { get; }

    /// <summary>Whether the request says so itself.</summary>
    public bool IsGiven { get; }

    public static ValueTask<Workspace?> BindAsync(HttpContext context) =>
        ValueTask.FromResult<Workspace?>(new(context.Request.Headers[Header].ToString() is { Length: > 0 } id ? id : null));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(
        new DocumentedHeader(Header, "The workspace that the request is about; nothing outside of it is seen or changed. Absent: default.", "acme"));
}

/// <summary>
/// The header <c>X-Workspace</c> on requests about agents, whose ids are unique in the registry: who names a workspace sees and
/// changes nothing outside of it; who names none asks the registry.
/// </summary>
internal sealed class AgentScope
{
    public static readonly DocumentedHeader Header = new(
        Requests.Workspace.Header, "The agent's workspace: an agent of another one does not exist for the request. Absent: whichever the agent is of.", "acme");

    private static readonly FieldNames Fields = new(("workspace", Requests.Workspace.Header));
    private static readonly AgentScope Unnamed = new(null, isValid: true);

    private readonly bool _isValid;

    private AgentScope(string? workspace, bool isValid) => (Workspace, _isValid) = (workspace, isValid);

    /// <summary>Null where none is named.</summary>
    public string? Workspace { get; }

    /// <summary>Whether an agent of a workspace is within it.</summary>
    public bool Covers(string workspace) => Workspace is null || Workspace == workspace;

    public static ValueTask<AgentScope?> BindAsync(HttpContext context) => ValueTask.FromResult<AgentScope?>(Of(context));

    /// <summary>The workspace of a request whose own field or parameter may name it as well. A contradiction is a fault.</summary>
    public (string? Workspace, Fault? Fault) With(string? workspace) => Workspace is not null && workspace is not null && Workspace != workspace
        ? (Workspace, new Fault("workspace", $"must be that of {Requests.Workspace.Header}, or be left out"))
        : (Workspace ?? workspace, null);

    /// <summary>As above; a contradiction is noted as a fault of the request.</summary>
    public string? With(string? workspace, ApiRequest request)
    {
        var (agreed, fault) = With(workspace);
        if (fault is not null)
        {
            request.Add([fault]);
        }

        return agreed;
    }

    public static AgentScope Of(HttpContext context)
    {
        if (context.Request.Headers[Requests.Workspace.Header].ToString() is not { Length: > 0 } id)
        {
            return Unnamed;
        }

        var faults = MessageRules.Check(new GetAgent { AgentId = "any", Workspace = id }, context.RequestServices.GetRequiredService<Limits>());
        if (faults.Count > 0)
        {
            ApiRequest.Of(context).Add(Fields.OfRequest(faults));
        }

        return new(id, faults.Count == 0);
    }

    /// <summary>Before every route that names an agent in its path, so that none can forget it.</summary>
    public static EndpointFilterDelegate Filter(EndpointFilterFactoryContext factory, EndpointFilterDelegate next) => context =>
    {
        var scope = Of(context.HttpContext);
        if (!scope._isValid)
        {
            return ValueTask.FromResult<object?>(ApiRequest.Of(context.HttpContext).Problem());
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
