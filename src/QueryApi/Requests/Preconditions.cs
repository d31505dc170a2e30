using System.Reflection;
using AgentRegistry.QueryApi.Responses;
using Microsoft.AspNetCore.Http.Metadata;

namespace AgentRegistry.QueryApi.Requests;

/// <summary>The header <c>If-Match</c>: do it only if the agent still has this ETag. A body may say the same as <c>expected_revision</c>.</summary>
internal sealed class ExpectedRevision : IEndpointParameterMetadataProvider
{
    private readonly HttpContext _context;

    private ExpectedRevision(HttpContext context, long? revision) => (_context, Revision) = (context, revision);

    /// <summary>Null: whatever it has.</summary>
    public long? Revision { get; }

    public static ValueTask<ExpectedRevision?> BindAsync(HttpContext context)
    {
        long? revision = null;

        // "*" asks for an agent that exists, and one that does not is 404 anyway.
        if (context.Request.Headers.IfMatch.ToString().Trim() is not ("" or "*") and var header)
        {
            if (EntityTag.TryRead(header, out var given))
            {
                revision = given;
            }
            else
            {
                ApiRequest.Of(context).Add(Precondition.Match, "must be one ETag of the agent, such as \"42\", or *");
            }
        }

        return ValueTask.FromResult<ExpectedRevision?>(new(context, revision));
    }

    /// <summary>The revision that header and body agree on.</summary>
    public long? Or(long? inBody) => Precondition.Agreed(_context, "expected_revision", Revision, inBody);

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(
        new DocumentedHeader(Precondition.Match, "The ETag of an earlier response. The command is carried out only if the agent still has it; else 409.", "\"42\""));
}

/// <summary>
/// The headers <c>If-Match</c>, with the version that a context or definition must have, and <c>If-None-Match: *</c>, which says that it
/// must not exist. A body may say the same as <c>expected_version</c>.
/// </summary>
internal sealed class ExpectedVersion : IEndpointParameterMetadataProvider
{
    private readonly HttpContext _context;

    private ExpectedVersion(HttpContext context, int? version) => (_context, Version) = (context, version);

    /// <summary>0: it must not exist. Null: whatever it has.</summary>
    public int? Version { get; }

    public static ValueTask<ExpectedVersion?> BindAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        return ValueTask.FromResult<ExpectedVersion?>(new(context, Read(context, headers.IfMatch.ToString().Trim(), headers.IfNoneMatch.ToString().Trim())));
    }

    /// <summary>The version that headers and body agree on.</summary>
    public int? Or(int? inBody) => (int?)Precondition.Agreed(_context, "expected_version", Version, inBody);

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new DocumentedHeader(
            Precondition.Match, "The ETag of an earlier response: the version that was read. The command is carried out only if that is still the current one; else 409.", "\"3\""));
        if (builder.Metadata.OfType<HttpMethodMetadata>().Any(methods => methods.HttpMethods.Contains(HttpMethods.Put)))
        {
            builder.Metadata.Add(new DocumentedHeader(Precondition.NoneMatch, "It must not exist yet; else 409.", "*"));
        }
    }

    private static int? Read(HttpContext context, string match, string noneMatch)
    {
        switch (match, noneMatch)
        {
            case ("", ""):
                return null;
            case ("", "*"):
                return 0;
            case ("", _):
                ApiRequest.Of(context).Add(Precondition.NoneMatch, "must be * or left out");
                return null;
            case (_, "") when EntityTag.TryRead(match, out var version) && version <= int.MaxValue:
                return (int)version;
            case (_, ""):
                ApiRequest.Of(context).Add(Precondition.Match, "must be one ETag, such as \"3\"");
                return null;
            default:
                ApiRequest.Of(context).Add(Precondition.NoneMatch, "must not be given together with If-Match");
                return null;
        }
    }
}

file static class Precondition
{
    public const string Match = "If-Match";
    public const string NoneMatch = "If-None-Match";

    /// <summary>What header and body agree on. Where they contradict each other, that is a fault of the request.</summary>
    public static long? Agreed(HttpContext context, string field, long? inHeader, long? inBody)
    {
        if (inHeader is not null && inBody is not null && inHeader != inBody)
        {
            ApiRequest.Of(context).Add(field, "must be what the header says, or be left out");
        }

        return inHeader ?? inBody;
    }
}
