using Microsoft.Extensions.Logging;

namespace AgentRegistry.Hosting.Startup;

internal static partial class StartupLog
{
    [LoggerMessage(EventId = 1000, Level = LogLevel.Information, Message = "{Process} is ready on {Urls}")]
    public static partial void Ready(ILogger logger, string process, string urls);
}
