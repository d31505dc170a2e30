namespace AgentRegistry.QueryApi.Reading;

/// <summary>Answers requests that cannot be read before their handler is called.</summary>
internal static class UnreadableRequests
{
    /// <summary>Set once on a group; endpoints without such parts are left as they are.</summary>
    public static RouteGroupBuilder RefuseUnreadable(this RouteGroupBuilder group) =>
        group.AddEndpointFilterFactory((endpoint, next) =>
        {
            var parts = endpoint.MethodInfo.GetParameters()
                .Where(parameter => typeof(IRequestPart).IsAssignableFrom(parameter.ParameterType))
                .Select(parameter => parameter.Position)
                .ToArray();
            return parts.Length == 0 ? next : context => RefuseAsync(context, parts, next);
        });

    private static ValueTask<object?> RefuseAsync(EndpointFilterInvocationContext context, int[] parts, EndpointFilterDelegate next)
    {
        foreach (var position in parts)
        {
            if (context.GetArgument<IRequestPart>(position).Problem is { } problem)
            {
                return ValueTask.FromResult<object?>(problem);
            }
        }

        return next(context);
    }
}
