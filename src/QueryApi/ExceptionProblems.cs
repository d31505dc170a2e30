using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Responses;
using AgentRegistry.Storage;
using MassTransit;
using Microsoft.AspNetCore.Diagnostics;
using RabbitMQ.Client.Exceptions;

namespace AgentRegistry.QueryApi;

/// <summary>The one place that turns exceptions, and answers that the framework leaves empty, into problems.</summary>
internal static partial class ExceptionProblems
{
    // What nginx calls "client closed request": nobody reads it, but logs and metrics tell it from a fault of ours.
    private const int ClientGone = 499;

    public static WebApplication UseProblems(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<Limits>();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ExceptionProblems).FullName!);
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context => AnswerAsync(context, limits, logger),

            // The handler logs what deserves it; a caller's malformed request is no error of ours.
            SuppressDiagnosticsCallback = _ => true,
        });
        app.UseStatusCodePages(context => OfStatus(context.HttpContext).ExecuteAsync(context.HttpContext));
        return app;
    }

    /// <summary>The problem that an exception stands for; null for a fault of the registry itself.</summary>
    public static Problem? Of(Exception exception, Limits limits) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problem.TooLarge(limits.MessageBytes),
        BadHttpRequestException bad => Problem.OfStatus(bad.StatusCode, "The request cannot be read."),
        RequestTimeoutException or RequestCanceledException => Problem.Unavailable(
            "No worker has answered in time. The command may still be carried out; sending it again is harmless."),
        RequestFaultException => Problem.Unavailable(
            "The worker could not carry the command out, most likely because its database is unavailable. Nothing was done."),
        BusUnavailableException or MassTransitException or RabbitMQClientException => Problem.Unavailable(
            "The message broker is unavailable or no worker has ever started, so the command could not be handed on."),
        _ when StoreFaults.IsUnavailable(exception) => Problem.Unavailable("The database is unavailable."),
        _ => null,
    };

    private static Problem OfStatus(HttpContext context) => Problem.OfStatus(
        context.Response.StatusCode,
        context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed && context.Response.Headers.Allow is { Count: > 0 } allowed
            ? $"{context.Request.Method} is not allowed here. The path takes {string.Join(", ", allowed.Select(method => method))}."
            : null);

    private static Task AnswerAsync(HttpContext context, Limits limits, ILogger logger)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = ClientGone;
            return Task.CompletedTask;
        }

        var exception = context.Features.Get<IExceptionHandlerFeature>()?.Error ?? new InvalidOperationException("No exception is known.");
        var problem = Of(exception, limits);
        if (problem is null)
        {
            LogFailed(logger, context.Request.Method, context.Request.Path, exception);
            problem = Problem.OfStatus(StatusCodes.Status500InternalServerError);
        }
        else if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            LogUnavailable(logger, context.Request.Method, context.Request.Path, exception);
        }

        return problem.ExecuteAsync(context);
    }

    [LoggerMessage(EventId = 5001, Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private static partial void LogFailed(ILogger logger, string method, string path, Exception exception);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Warning, Message = "{Method} {Path} could not be served: a part of the registry is unavailable")]
    private static partial void LogUnavailable(ILogger logger, string method, string path, Exception exception);
}
