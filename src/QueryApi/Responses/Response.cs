using System.Reflection;
using AgentRegistry.Contracts;
using Microsoft.AspNetCore.Http.Metadata;

namespace AgentRegistry.QueryApi.Responses;

/// <summary>What a handler returns: a body, or the problem that stands in its place.</summary>
/// <typeparam name="T">The body.</typeparam>
internal sealed class Response<T> : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
    where T : class
{
    private string? _eTag;
    private string? _location;
    private bool _isNotStored;

    private Response(T? body, Problem? problem) => (Value, Problem) = (body, problem);

    /// <summary>Null where there is a problem.</summary>
    public T? Value { get; }

    /// <summary>Null where there is a body.</summary>
    public Problem? Problem { get; }

    /// <summary>
    /// True when all who follow the feed in this process have been handed the change; live clients get it at once, or, where there are very
    /// many, within their pause.
    /// </summary>
    public bool IsSeen { get; init; }

    int? IStatusCodeHttpResult.StatusCode => Problem?.Status ?? Status;

    private int Status => _location is null ? StatusCodes.Status200OK : StatusCodes.Status201Created;

    public static implicit operator Response<T>(T body) => new(body, null);

    public static implicit operator Response<T>(Problem problem) => new(null, problem);

    public static Response<T> Of(T body, bool isSeen = false) => new(body, null) { IsSeen = isSeen };

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));

    /// <summary>Sets the ETag that a later <c>If-Match</c> may name.</summary>
    public Response<T> WithETag(Func<T, long> revision)
    {
        _eTag = Value is null ? null : EntityTag.Of(revision(Value));
        return this;
    }

    /// <summary>Makes it 201 Created where something was created.</summary>
    /// <param name="location">Where it is; null where nothing was created.</param>
    public Response<T> WithLocation(Func<T, string?> location)
    {
        _location = Value is null ? null : location(Value);
        return this;
    }

    /// <summary>For a body that changes while its ETag does not: a browser must not keep it.</summary>
    public Response<T> NotStored()
    {
        _isNotStored = true;
        return this;
    }

    /// <summary>The same outcome with another body.</summary>
    public Response<TOther> Map<TOther>(Func<T, TOther> map)
        where TOther : class => Value is null ? Problem! : Response<TOther>.Of(map(Value), IsSeen);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (Problem is not null)
        {
            return Problem.ExecuteAsync(httpContext);
        }

        var response = httpContext.Response;
        response.StatusCode = Status;
        response.Headers.ETag = _eTag;
        response.Headers.Location = _location;
        if (_isNotStored)
        {
            response.Headers.CacheControl = "no-store";
        }

        return response.WriteAsJsonAsync(Value, WireJson.Options, contentType: null, httpContext.RequestAborted);
    }
}
