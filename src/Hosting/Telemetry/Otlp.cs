using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AgentRegistry.Hosting.Telemetry;

internal enum OtlpSignal
{
    Traces,
    Metrics,
    Logs,
}

/// <summary>
/// Traces, metrics and logs over OTLP, configured by OpenTelemetry's own settings: <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> turns all three on,
/// <c>OTEL_TRACES_EXPORTER=none</c> and the like one of them off. Without an endpoint nothing of OpenTelemetry is loaded.
/// </summary>
internal static class Otlp
{
    /// <summary>Whose spans are exported; ASP.NET Core's and HttpClient's besides.</summary>
    private static readonly string[] Sources = [RegistryTraces.SourceName, RegistryTraces.SourceName + ".*", "MassTransit", "Npgsql"];

    public static bool IsOn(IConfiguration configuration, OtlpSignal signal)
    {
        var name = signal.ToString().ToUpperInvariant();
        return !string.Equals(configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase)
            && !string.Equals(configuration[$"OTEL_{name}_EXPORTER"], "none", StringComparison.OrdinalIgnoreCase)
            && (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 } || configuration[$"OTEL_EXPORTER_OTLP_{name}_ENDPOINT"] is { Length: > 0 });
    }

    /// <summary>What a process says of itself; <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> go before it.</summary>
    public static Dictionary<string, object> Resource(string process) => new(StringComparer.Ordinal)
    {
        ["service.name"] = process,
        ["service.namespace"] = "agent-registry",
        ["service.version"] = typeof(Otlp).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
        ["service.instance.id"] = $"{Environment.MachineName}:{Environment.ProcessId}",
    };

    public static void AddOtlp(this WebApplicationBuilder builder, string process)
    {
        if (IsOn(builder.Configuration, OtlpSignal.Traces))
        {
            AddTraces(builder.Services, process);
        }

        if (IsOn(builder.Configuration, OtlpSignal.Metrics))
        {
            AddMetrics(builder.Services, process);
        }
    }

    private static void AddTraces(IServiceCollection services, string process) => services.AddOpenTelemetry()
        .ConfigureResource(resource => Describe(resource, process))
        .WithTracing(traces => traces
            .AddSource(Sources)
            .AddAspNetCoreInstrumentation(http => http.Filter = IsOfAClient)
            .AddHttpClientInstrumentation()
            .AddOtlpExporter());

    private static void AddMetrics(IServiceCollection services, string process) => services.AddOpenTelemetry()
        .ConfigureResource(resource => Describe(resource, process))
        .WithMetrics(metrics => metrics
            .AddMeter(RegistryMeter.Name, "Npgsql")
            .AddView(instrument => instrument.Meter.Name == RegistryMeter.Name && instrument.Unit == "s"
                ? new ExplicitBucketHistogramConfiguration { Boundaries = [.. RegistryMeter.SecondsBuckets] }
                : null)
            .AddAspNetCoreInstrumentation()
            .AddHttpClientInstrumentation()
            .AddRuntimeInstrumentation()
            .AddOtlpExporter());

    private static void Describe(ResourceBuilder resource, string process) =>
        resource.Clear().AddAttributes(Resource(process)).AddTelemetrySdk().AddEnvironmentVariableDetector();

    /// <summary>False for what asks every few seconds whether the process is well.</summary>
    private static bool IsOfAClient(HttpContext http) =>
        http.Request.Path.Value is not ("/health" or "/ready" or "/metrics");
}

/// <summary>The registry's own spans. Each project names its source after this one.</summary>
public static class RegistryTraces
{
    public const string SourceName = "AgentRegistry";

    public static ActivitySource Source { get; } = new(SourceName);
}
