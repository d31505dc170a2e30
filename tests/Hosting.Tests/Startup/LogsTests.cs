using System.Text.Json.Nodes;
using AgentRegistry.Hosting.Startup;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace AgentRegistry.Hosting.Tests.Startup;

public sealed partial class LogsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agent-registry-logs-");

    [Fact]
    public async Task File_gets_one_JSON_object_a_line_with_the_event_id_as_a_number()
    {
        var line = (await WriteAsync(logger => LogDone(logger, "export", 3))).ShouldHaveSingleItem();

        ((string?)line["@mt"]).ShouldBe("{Task} has {Count} items");
        ((string?)line["Task"]).ShouldBe("export");
        ((int?)line["Count"]).ShouldBe(3);
        ((int?)line["EventId"]).ShouldBe(9001);
        ((string?)line["SourceContext"]).ShouldBe("AgentRegistry.Sample");
    }

    [Fact]
    public async Task Information_of_the_framework_is_left_out()
    {
        (await WriteAsync(logger => LogDone(logger, "export", 3), category: "Microsoft.AspNetCore.Routing")).ShouldBeEmpty();
        (await WriteAsync(logger => LogDone(logger, "export", 3), category: "MassTransit")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Level_below_the_configured_one_is_left_out() =>
        (await WriteAsync(logger => LogDone(logger, "export", 3), ("Logging:LogLevel:Default", "Warning"))).ShouldBeEmpty();

    [Fact]
    public async Task Serilog_section_adds_properties_and_sinks() =>
        ((string?)(await WriteAsync(logger => LogDone(logger, "export", 3), ("Serilog:Properties:Site", "north"))).ShouldHaveSingleItem()["Site"]).ShouldBe("north");

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<IReadOnlyList<JsonNode>> WriteAsync(Action<ILogger> write, params (string Key, string Value)[] settings) =>
        WriteAsync(write, "AgentRegistry.Sample", settings);

    private async Task<IReadOnlyList<JsonNode>> WriteAsync(Action<ILogger> write, string category, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Configuration["Logs:File"] = Path.Combine(_folder.FullName, "log-.json");
        builder.AddLogs("sample");
        await using (var app = builder.Build())
        {
            write(app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category));
        }

        return [.. _folder.GetFiles().SelectMany(file => File.ReadLines(file.FullName)).Select(line => JsonNode.Parse(line)!)];
    }

    [LoggerMessage(EventId = 9001, Level = LogLevel.Information, Message = "{Task} has {Count} items")]
    private static partial void LogDone(ILogger logger, string task, int count);
}
