using AgentRegistry.Hosting.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Compact;

namespace AgentRegistry.Hosting.Startup;

/// <summary>
/// Structured logs on standard output, by Serilog behind <see cref="Microsoft.Extensions.Logging.ILogger"/>: compact JSON, or text for
/// people in development and where <c>Logs:Format</c> is <c>text</c>. A file, an OTLP endpoint and whatever the section <c>Serilog</c>
/// names come beside it when they are configured. Levels are set by <c>Logging:LogLevel</c> for all of them.
/// </summary>
internal static class LogsModule
{
    private const string Text = "{UtcTimestamp:HH:mm:ss.fff} {Level:w4} {SourceContext}[{EventId}] {Message:lj}{NewLine}{Exception}";
    private const long FileSize = 100 << 20;
    private const int FilesKept = 10;

    public static void AddLogs(this WebApplicationBuilder builder, string process)
    {
        builder.Logging.ClearProviders();

        // Not by AddSerilog: it lets every level through to Serilog, whatever Logging:LogLevel says.
        builder.Services.AddSingleton<ILoggerProvider>(_ => new SerilogLoggerProvider(Logger(builder.Configuration, builder.Environment, process), dispose: true));
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("System", LogLevel.Warning);
        builder.Logging.AddFilter("MassTransit", LogLevel.Warning);

        // What keeps the process from starting is printed as one line; the host would print it as a stack trace before.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
    }

    private static Logger Logger(IConfiguration configuration, IHostEnvironment environment, string process)
    {
        // Levels are decided before Serilog sees an event.
        var logs = new LoggerConfiguration().MinimumLevel.Verbose().Enrich.With<EventNumber>();
        var format = configuration["Logs:Format"] ?? (environment.IsDevelopment() ? "text" : "json");
        if (string.Equals(format, "text", StringComparison.OrdinalIgnoreCase))
        {
            logs.WriteTo.Console(outputTemplate: Text, formatProvider: System.Globalization.CultureInfo.InvariantCulture);
        }
        else
        {
            logs.WriteTo.Console(new CompactJsonFormatter());
        }

        if (configuration["Logs:File"] is { Length: > 0 } path)
        {
            WriteToFile(logs, path);
        }

        if (Otlp.IsOn(configuration, OtlpSignal.Logs))
        {
            WriteToOtlp(logs, configuration, process);
        }

        if (configuration.GetSection("Serilog").Exists())
        {
            ReadFromConfiguration(logs, configuration);
        }

        return logs.CreateLogger();
    }

    // Each in a method of its own: what is not configured is not loaded.
    private static void WriteToFile(LoggerConfiguration logs, string path)
    {
        SelfLog.Enable(Console.Error);
        logs.WriteTo.File(
            new CompactJsonFormatter(), path, fileSizeLimitBytes: FileSize, rollingInterval: RollingInterval.Day, rollOnFileSizeLimit: true, retainedFileCountLimit: FilesKept);
    }

    private static void WriteToOtlp(LoggerConfiguration logs, IConfiguration configuration, string process)
    {
        SelfLog.Enable(Console.Error);
        logs.WriteTo.OpenTelemetry(
            options =>
            {
                options.ResourceAttributes = Otlp.Resource(process);
                options.OnBeginSuppressInstrumentation = OpenTelemetry.SuppressInstrumentationScope.Begin;
            },
            name => configuration[name]);
    }

    private static void ReadFromConfiguration(LoggerConfiguration logs, IConfiguration configuration) => logs.ReadFrom.Configuration(configuration);

    /// <summary>An event's id as a number to search for; Serilog keeps it with its name in an object.</summary>
    private sealed class EventNumber : ILogEventEnricher
    {
        private const string Id = "EventId";

        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            if (logEvent.Properties.GetValueOrDefault(Id) is StructureValue whole
                && whole.Properties.FirstOrDefault(property => property.Name == "Id") is { } number)
            {
                logEvent.AddOrUpdateProperty(new LogEventProperty(Id, number.Value));
            }
        }
    }
}
