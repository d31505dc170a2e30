using System.Reflection;
using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Problems;
using Microsoft.AspNetCore.Http.Metadata;

namespace AgentRegistry.QueryApi.Reading;

/// <summary>A request's JSON body.</summary>
/// <typeparam name="T">What it holds.</typeparam>
internal sealed class Body<T> : IRequestPart, IEndpointParameterMetadataProvider
    where T : class
{
    private readonly T? _value;

    private Body(T? value, Problem? problem)
    {
        _value = value;
        Problem = problem;
    }

    public Problem? Problem { get; }

    public T Value => _value ?? throw new InvalidOperationException("An unreadable body has no value: is RefuseUnreadable missing on the group?");

    public static async ValueTask<Body<T>?> BindAsync(HttpContext context)
    {
        var (value, problem) = await JsonBody.ReadAsync<T>(context.Request, context.RequestAborted);
        return new Body<T>(value, problem);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsMetadata([JsonBody.ContentType], typeof(T)));
        builder.Metadata.Add(DocumentedProblems.Of(StatusCodes.Status413PayloadTooLarge));
        builder.Metadata.Add(DocumentedProblems.Of(StatusCodes.Status415UnsupportedMediaType));
    }
}
