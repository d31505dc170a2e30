using System.Text.Json;
using AgentRegistry.Hosting.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentRegistry.Hosting.Health;

/// <summary>The endpoints that every process has for its operator: <c>/health</c>, <c>/ready</c>, <c>/metrics</c>.</summary>
internal static class Operations
{
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/health", Reads, () => Results.Json(new { status = "healthy" }))
            .WithName("GetLiveness").WithTags("Operations").WithSummary("The process is alive.");
        routes.MapHealthChecks("/ready", new HealthCheckOptions { ResponseWriter = WriteAsync, AllowCachingResponses = false })
            .WithMetadata(new HttpMethodMetadata(Reads));
        routes.MapMethods("/metrics", Reads, async (PrometheusMetrics metrics, CancellationToken cancellationToken) =>
                Results.Text(await metrics.WriteAsync(cancellationToken), PrometheusMetrics.ContentType))
            .WithName("GetMetrics").WithTags("Operations").WithSummary("Metrics in Prometheus' text format.").ExcludeFromDescription();
    }

    private static Task WriteAsync(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(http.Response.Body, new
        {
            status = report.Status == HealthStatus.Unhealthy ? "not_ready" : "ready",
            checks = report.Entries.ToDictionary(
                entry => entry.Key,
                entry => new
                {
                    status = Word(entry.Value.Status),
                    detail = entry.Value.Description ?? entry.Value.Exception?.Message,
                    milliseconds = Math.Round(entry.Value.Duration.TotalMilliseconds, 1),
                }),
        });
    }

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "ok",
        HealthStatus.Degraded => "degraded",
        _ => "down",
    };
}
