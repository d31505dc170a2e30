using AgentRegistry.QueryApi.Problems;

namespace AgentRegistry.QueryApi.Docs;

/// <summary>Declares which errors endpoints answer with, for the OpenAPI document.</summary>
internal static class DocumentedProblems
{
    public static TBuilder AnswersProblems<TBuilder>(this TBuilder builder, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in statuses)
        {
            builder.WithMetadata(Of(status));
        }

        return builder;
    }

    public static ProducesResponseTypeMetadata Of(int status) => new(status, typeof(ProblemBody), [Problem.ContentType]);
}
