using System.Net.Sockets;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Hosting.Health;
using AgentRegistry.Hosting.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentRegistry.Hosting.Startup;

/// <summary>What every process of the registry has in common: configuration, logs, health, metrics, and how it starts, fails and stops.</summary>
public static class RegistryProcess
{
    /// <summary>Runs a process until it is told to stop.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="about">What the process is, and its command line.</param>
    /// <param name="addServices">Adds the services.</param>
    /// <param name="prepare">Maps the HTTP endpoints, beside health and metrics, and does what must be done before anything starts.</param>
    /// <returns>The exit code: 0 after a stop, 1 when it could not start, 2 for a wrong command line.</returns>
    public static async Task<int> RunAsync(
        string[] args, ProcessDescription about, Action<WebApplicationBuilder> addServices, Func<WebApplication, Task> prepare)
    {
        if (CommandLine.Parse(args, about) is not { } commandLine)
        {
            return 2;
        }

        if (commandLine.ShowHelp)
        {
            await Console.Out.WriteAsync(CommandLine.Help(about));
            return 0;
        }

        if (commandLine.HealthCheck is { } address)
        {
            return await HealthProbe.RunAsync(address);
        }

        try
        {
            if (commandLine.Errors is var (verb, queue))
            {
                return await OfErrorsAsync(commandLine, verb, queue);
            }

            await using var app = Build(commandLine, about, addServices);
            app.MapOperations();
            await prepare(app);
            await app.StartAsync();
            var urls = string.Join(' ', app.Urls);
            var logger = app.Services.GetRequiredService<ILogger<ProcessDescription>>();
            StartupLog.Ready(logger, about.Name, urls);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception exception) when (StartupFault.Explain(exception) is { } reason)
        {
            await Console.Error.WriteLineAsync($"{about.Name}: {reason}");
            return 1;
        }
    }

    private static Task<int> OfErrorsAsync(CommandLine commandLine, string verb, string queue)
    {
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddEnvironmentVariables()
            .AddInMemoryCollection(commandLine.Settings)
            .Build();
        configuration.Require(BusModule.RabbitMqKey);
        return new ErrorQueues(new Uri(configuration.GetConnectionString(BusModule.RabbitMqKey)!), Console.Out).RunAsync(verb, queue, CancellationToken.None);
    }

    private static WebApplication Build(CommandLine commandLine, ProcessDescription about, Action<WebApplicationBuilder> addServices)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // Settings lie beside the program, wherever it is started from.
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddInMemoryCollection(commandLine.Settings);
        var urls = commandLine.Urls ?? builder.Configuration["Urls"] ?? about.DefaultUrl;
        ListenAddress.EnsureFree(urls);
        builder.WebHost.UseUrls(urls);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddLogs(about.Name);
        builder.AddOtlp(about.Name);

        // Made here, before anything is measured.
        builder.Services.AddSingleton(new PrometheusMetrics());
        builder.Services.AddHealthChecks();
        addServices(builder);
        return builder.Build();
    }
}

/// <summary>What a process is called, what it is for and where it listens.</summary>
/// <param name="Name">Its name in logs and messages.</param>
/// <param name="Summary">One line for the help text.</param>
/// <param name="DefaultUrl">Where it listens unless told otherwise.</param>
/// <param name="HasDataFolder">True when it keeps a data folder of its own.</param>
public sealed record ProcessDescription(string Name, string Summary, string DefaultUrl, bool HasDataFolder = false);
