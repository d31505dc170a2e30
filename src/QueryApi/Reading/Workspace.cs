using System.Reflection;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Docs;
using Microsoft.AspNetCore.Http.Metadata;

namespace AgentRegistry.QueryApi.Reading;

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
