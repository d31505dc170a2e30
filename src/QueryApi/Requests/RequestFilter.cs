using System.Reflection;
using AgentRegistry.QueryApi.Responses;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace AgentRegistry.QueryApi.Requests;

/// <summary>What holds for every endpoint of the API: HEAD as GET, and no request with a fault reaches its handler unnoticed.</summary>
internal static class RequestFilter
{
    /// <summary>The group that holds every endpoint.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").AddEndpointFilterFactory(Create);
        ((IEndpointConventionBuilder)group).Finally(AddHead);
        return group;
    }

    /// <summary>HEAD is answered as GET; the server leaves the body out.</summary>
    public static void AddHead(EndpointBuilder endpoint)
    {
        for (var i = 0; i < endpoint.Metadata.Count; i++)
        {
            if (endpoint.Metadata[i] is IHttpMethodMetadata { HttpMethods: [var method] } && HttpMethods.IsGet(method))
            {
                endpoint.Metadata[i] = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);
            }
        }
    }

    private static EndpointFilterDelegate Create(EndpointFilterFactoryContext endpoint, EndpointFilterDelegate next)
    {
        var parameters = endpoint.MethodInfo.GetParameters();
        var body = parameters.FirstOrDefault(parameter => typeof(IRequestBody).IsAssignableFrom(parameter.ParameterType))?.Position;

        // A handler that takes the request checks it together with its message.
        var isChecked = parameters.Any(parameter => parameter.ParameterType == typeof(ApiRequest));
        var names = new HashSet<string>(parameters.SelectMany(NamesOf), StringComparer.OrdinalIgnoreCase);
        return context =>
        {
            if (body is { } position && context.GetArgument<IRequestBody>(position).Problem is { } unreadable)
            {
                return ValueTask.FromResult<object?>(unreadable);
            }

            if (context.HttpContext.Request.QueryString.HasValue)
            {
                CheckNames(context.HttpContext, names);
            }

            return !isChecked && context.HttpContext.Features.Get<ApiRequest>()?.Problem() is { } problem ? ValueTask.FromResult<object?>(problem) : next(context);
        };
    }

    private static void CheckNames(HttpContext context, HashSet<string> names)
    {
        var allowsUnknown = EndpointMetadata.AllowsUnknown(context);
        foreach (var (name, value) in context.Request.Query)
        {
            if (name.Contains('\0', StringComparison.Ordinal) || value.Any(text => text?.Contains('\0', StringComparison.Ordinal) == true))
            {
                ApiRequest.Of(context).Add(name.Replace("\0", "\\u0000", StringComparison.Ordinal), "must not contain the character U+0000");
            }
            else if (!allowsUnknown && (!names.Contains(name) || context.Request.RouteValues.ContainsKey(name)))
            {
                var known = names.Where(one => !context.Request.RouteValues.ContainsKey(one)).ToList();
                ApiRequest.Of(context).Add(name, NearestName.Unknown("parameter", NearestName.Of(name, known), known));
            }
        }
    }

    /// <summary>The names in the URL that a parameter of a handler may have; those of the path are among them.</summary>
    private static IEnumerable<string> NamesOf(ParameterInfo parameter) =>
        parameter.IsDefined(typeof(AsParametersAttribute)) ? parameter.ParameterType.GetProperties().SelectMany(property => NamesOf(property, property.PropertyType, property.Name))
        : NamesOf(parameter, parameter.ParameterType, parameter.Name!);

    private static IEnumerable<string> NamesOf(ICustomAttributeProvider member, Type type, string name) =>
        type != typeof(string) || member.IsDefined(typeof(FromHeaderAttribute), inherit: false) ? []
        : [(member.GetCustomAttributes(typeof(FromQueryAttribute), inherit: false).FirstOrDefault() as FromQueryAttribute)?.Name ?? name.ToLowerInvariant()];
}
